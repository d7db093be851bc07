"""Publishing a checkpoint: what is copied, what is refused, and what a hub that says no is answered with."""

import fnmatch
import json
import shutil
from pathlib import Path

import huggingface_hub
import pytest
from huggingface_hub import errors
from typer.testing import CliRunner

from detente.model import StanceClassifier
from detente.model.checkpoint.folder import Checkpoint, open_checkpoint
from detente.model.checkpoint.weights import INDEX_FILE, WEIGHTS_FILE, weight_files
from detente.model.errors import CheckpointError, PublishError
from detente.scripts.main import app
from detente.train.export import publishing
from detente.train.export.model_card import write_card
from detente.train.export.publishing import copy_checkpoint, files_to_publish, publish_to_hub

INTERVAL = {"value": 0.5, "low": 0.4, "high": 0.6}
SCORES = [{"data": "test.jsonl", "pairs": 9, "macro_f1": INTERVAL, "accuracy": INTERVAL, "labels": {}}]
SLOT = "hf://someone/stance"


@pytest.fixture
def folder(sharded_checkpoint: Path, tmp_path: Path) -> Path:
    """A sharded checkpoint with card and scores, among files that do not belong to it."""
    folder = shutil.copytree(sharded_checkpoint, tmp_path / "run" / "checkpoint")
    write_card(open_checkpoint(folder))
    (folder / "scores.json").write_text(json.dumps(SCORES))
    for name in (
        "optimizer.pt",
        "training_args.bin",
        "trainer_state.json",
        ".secret.json",
        "states/m.safetensors",
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"x")
    return folder


@pytest.fixture
def checkpoint(folder: Path) -> Checkpoint:
    return open_checkpoint(folder)


class Hub:
    """Stands in for the hub: keeps repositories as folders of names, and raises what it is told to."""

    def __init__(self) -> None:
        self.files: dict[str, set[str]] = {}
        self.private: dict[str, bool] = {}
        self.messages: list[str] = []
        self.fails_with: Exception | None = None

    def create_repo(self, repo_id: str, *, private: bool | None, exist_ok: bool) -> str:
        if self.fails_with:
            raise self.fails_with
        assert exist_ok
        self.files.setdefault(repo_id, {".gitattributes"})
        self.private.setdefault(repo_id, bool(private))
        return f"https://hub.example/{repo_id}"

    def model_info(self, repo_id: str) -> object:
        return type("Info", (), {"private": self.private[repo_id]})

    def upload_folder(
        self,
        *,
        repo_id: str,
        folder_path: Path,
        allow_patterns: list[str],
        delete_patterns: list[str],
        commit_message: str,
    ) -> None:
        there = {
            path.relative_to(folder_path).as_posix() for path in folder_path.rglob("*") if path.is_file()
        }
        sent = {name for name in there if any(fnmatch.fnmatch(name, one) for one in allow_patterns)}
        kept = {
            name
            for name in self.files[repo_id]
            if not any(fnmatch.fnmatch(name, pattern) for pattern in delete_patterns)
        }
        self.files[repo_id] = kept | sent
        self.messages.append(commit_message)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Hub:
    found = Hub()
    monkeypatch.setattr(huggingface_hub, "HfApi", lambda: found)
    monkeypatch.setattr(huggingface_hub, "get_token", lambda: "hf_told")
    return found


def run(*words: str) -> tuple[int, str, str, BaseException | None]:
    done = CliRunner().invoke(app, list(words))
    return done.exit_code, done.stdout, done.stderr, done.exception


def names_of(checkpoint: Checkpoint) -> set[str]:
    return {path.as_posix() for path in checkpoint.files()}


def test_a_folder_gets_what_belongs_to_the_checkpoint_and_loads(
    checkpoint: Checkpoint, tmp_path: Path
) -> None:
    code, printed, listed, _ = run("publish", str(checkpoint.folder), str(tmp_path / "shared" / "stance"))
    assert code == 0
    assert printed.strip() == str(tmp_path / "shared" / "stance")
    written = {
        path.relative_to(printed.strip()).as_posix()
        for path in Path(printed.strip()).rglob("*")
        if path.is_file()
    }
    assert written == names_of(checkpoint)
    assert {"README.md", "scores.json", INDEX_FILE} < written
    assert all(name in listed for name in written)
    one = StanceClassifier.from_pretrained(printed.strip(), backend="torch", device="cpu")
    assert one.predict_pairs([("Beijing thanked Seoul.", "CN")])[0].error is None


def test_a_dry_run_lists_files_and_sizes_and_writes_nothing(
    checkpoint: Checkpoint, tmp_path: Path, hub: Hub
) -> None:
    for destination in (str(tmp_path / "out"), SLOT):
        code, printed, _, _ = run("publish", str(checkpoint.folder), destination, "--dry-run")
        assert code == 0
        *files, last = printed.splitlines()
        assert {line.split(" MB  ")[1] for line in files} == names_of(checkpoint)
        whole = sum((checkpoint.folder / name).stat().st_size for name in names_of(checkpoint))
        assert last.split() == [f"{whole / 1e6:.2f}", "MB", str(len(files)), "files"]
    assert not (tmp_path / "out").exists()
    assert hub.files == {}


@pytest.mark.parametrize("lost", ["README.md", "scores.json"])
def test_a_checkpoint_that_nobody_can_evaluate_is_refused_unless_told(
    folder: Path, tmp_path: Path, lost: str
) -> None:
    (folder / lost).unlink()
    with pytest.raises(PublishError, match=rf"has no {lost}, so nobody could tell .* --unscored"):
        files_to_publish(open_checkpoint(folder))
    assert run("publish", str(folder), str(tmp_path / "out"), "--unscored")[0] == 0
    assert (tmp_path / "out" / WEIGHTS_FILE).exists() is (folder / WEIGHTS_FILE).exists()


def test_broken_scores_and_lost_shards_are_refused_even_then(folder: Path) -> None:
    (folder / "scores.json").write_text("{}")
    with pytest.raises(CheckpointError, match="cannot be read as scores"):
        files_to_publish(open_checkpoint(folder), unscored=True)
    (folder / "scores.json").unlink()
    weight_files(folder)[0].unlink()
    with pytest.raises(CheckpointError, match="but missing"):
        files_to_publish(open_checkpoint(folder), unscored=True)


def test_a_folder_that_is_there_is_left_alone(checkpoint: Checkpoint, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with pytest.raises(PublishError, match="there: already exists"):
        copy_checkpoint(checkpoint, tmp_path / "there")
    assert list((tmp_path / "there").iterdir()) == []


def test_a_copy_that_breaks_off_leaves_nothing(
    checkpoint: Checkpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out").mkdir()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(publishing.shutil, "copyfile", full)
    with pytest.raises(OSError, match="No space left"):
        copy_checkpoint(checkpoint, tmp_path / "out" / "stance")
    assert list((tmp_path / "out").iterdir()) == []


def test_the_hub_gets_what_belongs_to_the_checkpoint(checkpoint: Checkpoint, hub: Hub) -> None:
    code, printed, _, _ = run("publish", str(checkpoint.folder), SLOT, "--private", "-m", "First")
    assert code == 0
    assert printed.strip() == "https://hub.example/someone/stance"
    assert hub.files == {"someone/stance": names_of(checkpoint) | {".gitattributes"}}
    assert hub.private == {"someone/stance": True}
    assert hub.messages == ["First"]


def test_files_of_an_older_checkpoint_go_and_others_stay(checkpoint: Checkpoint, hub: Hub) -> None:
    """A whole file of weights left from before would be loaded in place of the new shards."""
    hub.files["someone/stance"] = {WEIGHTS_FILE, "model-00001-of-00099.safetensors", "LICENSE"}
    hub.private["someone/stance"] = False
    publish_to_hub(checkpoint, SLOT)
    assert hub.files["someone/stance"] == names_of(checkpoint) | {"LICENSE"}
    assert hub.messages == ["Checkpoint tiny-0"]


def test_private_is_not_taken_for_done_where_the_repository_is_open(checkpoint: Checkpoint, hub: Hub) -> None:
    publish_to_hub(checkpoint, SLOT)
    hub.messages.clear()
    with pytest.raises(PublishError, match="someone/stance: is public already"):
        publish_to_hub(checkpoint, SLOT, private=True)
    assert hub.messages == []


def test_without_a_token_the_way_to_one_is_told(
    checkpoint: Checkpoint, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(huggingface_hub, "get_token", lambda: None)
    with pytest.raises(PublishError, match="no token found: run `hf auth login`"):
        publish_to_hub(checkpoint, SLOT)
    assert hub.files == {}


def refusal(status: int) -> Exception:
    response = type("Response", (), {"status_code": status, "headers": {}, "request": None})()
    return errors.HfHubHTTPError(f"{status} said the server", response=response)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (refusal(403), "someone/stance: the hub does not let this token write there: 403 said the server"),
        (refusal(401), "does not let this token write there"),
        (refusal(500), "someone/stance: the hub refuses: 500 said the server"),
        (errors.OfflineModeIsEnabled("x"), "switched off by HF_HUB_OFFLINE"),
        (errors.HTTPError("no route"), "the hub cannot be reached: no route; the same command tries again"),
        (ConnectionResetError(), "the hub cannot be reached: ConnectionResetError"),
    ],
)
def test_a_hub_that_says_no_is_put_into_words(
    checkpoint: Checkpoint, hub: Hub, error: Exception, message: str
) -> None:
    hub.fails_with = error
    with pytest.raises(PublishError, match=message):
        publish_to_hub(checkpoint, SLOT)


@pytest.mark.parametrize("name", ["stance", "a/b/c", "/stance", "someone/", "some one/stance", "a/--b"])
def test_a_name_that_no_hub_takes_is_refused_in_a_dry_run_too(checkpoint: Checkpoint, name: str) -> None:
    *_, error = run("publish", str(checkpoint.folder), f"hf://{name}", "--dry-run")
    assert isinstance(error, PublishError)
    assert str(error).startswith(f"hf://{name}: ")


def test_what_only_a_hub_can_do_is_not_silently_left_out_for_a_folder(
    checkpoint: Checkpoint, tmp_path: Path
) -> None:
    for options in (["--private"], ["-m", "First"]):
        *_, error = run("publish", str(checkpoint.folder), str(tmp_path / "out"), *options)
        assert "--private and --message are only for a hub repository (hf://owner/name)" in str(error)
    assert not (tmp_path / "out").exists()


def test_the_folder_around_a_checkpoint_is_told_where_it_is(folder: Path, tmp_path: Path) -> None:
    *_, error = run("publish", str(folder.parent), str(tmp_path / "out"))
    assert str(error).endswith(f"{folder} is one")


def test_export_copies_without_asking_for_scores(sharded_checkpoint: Path, tmp_path: Path) -> None:
    code, printed, _, _ = run("export", str(sharded_checkpoint), "-o", str(tmp_path / "out"))
    assert code == 0
    assert printed.strip() == str(tmp_path / "out")
    assert open_checkpoint(tmp_path / "out").files() == open_checkpoint(sharded_checkpoint).files()

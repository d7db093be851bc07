import pickle
import shutil
from pathlib import Path

import numpy as np
import pytest

from detente.batch.chunks import cut
from detente.batch.predicting import predict_rows
from detente.batch.ray import worker as worker_module
from detente.batch.ray.worker import Chunk, StanceWorker, WorkerSettings, column
from detente.batch.records import Record, broken_row
from detente.batch.run_settings import RunSettings
from detente.model import StanceClassifier
from detente.model.checkpoint import shipped
from detente.model.checkpoint.folder import open_checkpoint
from detente.model.errors import ActorsError, CheckpointError
from detente.model.routing import load_classifier

RECORDS = [
    Record("Beijing thanked Seoul. Nobody came.\n\nWashington waited.", {}, "a.txt", None, "document"),
    Record(
        "北京感谢首尔 and China.", {"id": 7, "when": np.datetime64("2026-01-01")}, "b.csv", 1, "statement"
    ),
    broken_row("b.csv", 2, "line 3: a quote is opened and never closed", raw='"x'),
    Record("China waited.", {}, "b.csv", 3, "statement", targets=("KR", "XX")),
    *(
        Record(text, {"input_document": "c", "input_position": row}, "c.csv", row, "statement")
        for row, text in enumerate(
            ("President Xi spoke in Beijing.", '"He trusts Seoul," she said.'), start=1
        )
    ),
]


def checked(checkpoint: str | Path, **options) -> WorkerSettings:
    return WorkerSettings.checked(RunSettings(checkpoint=checkpoint, **options))


@pytest.fixture
def settings(tiny_checkpoint: Path) -> WorkerSettings:
    return checked(tiny_checkpoint)


def answer(worker: StanceWorker, *records: Record):
    [pieces] = cut(records, RunSettings().planner())
    [only] = worker(column("chunk", [Chunk(5, pieces)]))["predicted"]
    assert only.number == 5
    return only


def test_a_worker_gives_the_rows_that_one_machine_gives(settings, tiny_checkpoint) -> None:
    alone = list(predict_rows(RECORDS, StanceClassifier.from_pretrained(tiny_checkpoint)))
    assert {row["error"] for row in alone} > {None, RECORDS[2].error}
    assert {row["reading"] for row in alone} == {None, "document", "alone"}
    assert answer(StanceWorker(settings), *RECORDS).rows == alone


def test_a_worker_travels_without_the_checkpoint_before_and_after_it_is_loaded(settings) -> None:
    worker = StanceWorker(settings)
    fresh = pickle.dumps(worker)
    rows = answer(worker, *RECORDS).rows
    used = pickle.dumps(worker)
    assert len(used) == len(fresh) < 2000
    for packed in (fresh, used):
        assert answer(pickle.loads(packed), *RECORDS).rows == rows  # noqa: S301 - packed a moment ago


def test_the_checkpoint_is_loaded_once_for_all_batches(settings, monkeypatch) -> None:
    loaded = []
    load = StanceClassifier.from_pretrained

    def counting(*arguments, **options):
        loaded.append(options["threads"])
        return load(*arguments, **options)

    monkeypatch.setattr(StanceClassifier, "from_pretrained", counting)
    worker = StanceWorker(settings)
    assert loaded == []
    assert answer(worker, *RECORDS).rows == answer(worker, *RECORDS).rows
    assert loaded == [1]


def test_a_worker_keeps_to_its_cores(tiny_checkpoint, monkeypatch) -> None:
    given = []
    load = StanceClassifier.from_pretrained
    monkeypatch.setattr(
        StanceClassifier,
        "from_pretrained",
        lambda *arguments, **options: given.append(options["threads"]) or load(*arguments, **options),
    )
    answer(StanceWorker(checked(tiny_checkpoint, threads=3)), *RECORDS)
    assert given == [3]


def test_a_shipped_name_is_no_folder_of_that_name_for_workers_either(
    tiny_checkpoint, tmp_path, monkeypatch
) -> None:
    shutil.copytree(tiny_checkpoint, tmp_path / "published")
    monkeypatch.chdir(tmp_path)
    settings = checked("published", backend="onnx")
    assert settings.checkpoint == "published"
    assert settings.fingerprints[0] == open_checkpoint(settings.checkpoint).fingerprint


def test_a_checkpoint_that_a_worker_lacks_is_told_with_the_name_of_the_machine(
    tiny_checkpoint, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(worker_module.socket, "gethostname", lambda: "node-7")
    folder = shutil.copytree(tiny_checkpoint, tmp_path / "checkpoint")
    settings = checked(folder)
    shutil.rmtree(folder)
    found = answer(StanceWorker(settings), *RECORDS)
    assert isinstance(found.error, CheckpointError)
    assert found.rows == []
    assert "node-7" in str(found.error)
    assert str(folder) in str(found.error)
    assert "no such folder" in str(found.error)


def test_another_checkpoint_at_the_same_place_is_refused(tiny_checkpoint, tmp_path) -> None:
    folder = shutil.copytree(tiny_checkpoint, tmp_path / "checkpoint")
    settings = checked(folder)
    changed = (folder / "detente.json").read_text().replace('"version": "0"', '"version": "1"')
    (folder / "detente.json").write_text(changed)
    found = answer(StanceWorker(settings), *RECORDS)
    assert "another checkpoint (tiny-1" in str(found.error)


def test_a_relative_checkpoint_is_found_from_any_folder(tiny_checkpoint, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tiny_checkpoint.parent)
    settings = checked(tiny_checkpoint.name)
    monkeypatch.chdir(tmp_path)
    assert answer(StanceWorker(settings), *RECORDS).error is None


def test_what_is_left_open_is_chosen_before_the_workers_start(tiny_checkpoint) -> None:
    settings = checked(tiny_checkpoint, device="cpu", targets=["China", "CN", "Japan"])
    assert (settings.backend, settings.device) == ("onnx", None)
    assert settings.targets == ("CN", "JP")


def test_wrong_settings_are_refused_before_the_workers_start(tiny_checkpoint, tmp_path) -> None:
    with pytest.raises(CheckpointError, match="nowhere"):
        checked(tmp_path / "nowhere")
    with pytest.raises(ActorsError, match="unknown target 'XX'"):
        checked(tiny_checkpoint, targets=["XX"])
    with pytest.raises(CheckpointError, match="onnx backend runs on the CPU"):
        checked(tiny_checkpoint, backend="onnx", device="cuda")


def test_workers_have_both_checkpoints_and_refuse_to_do_without_one(with_multi, monkeypatch) -> None:
    settings = WorkerSettings.checked(RunSettings(backend="onnx"))
    records = [
        Record(text, {}, "a.csv", row, "statement", targets=("CN",))
        for row, text in enumerate(
            ("중국은 오늘 회담을 시작했다.", "日本は沈黙しました。", "Beijing waited.")
        )
    ]
    rows = answer(StanceWorker(settings), *records).rows
    assert [row["checkpoint"] for row in rows] == ["multi-0.3.0", "tiny-0", "tiny-0"]
    assert [row["error"] is None for row in rows] == [True, False, True]
    assert rows == list(predict_rows(records, load_classifier(backend="onnx")))
    every = WorkerSettings.checked(RunSettings(backend="onnx", any_language=True))
    assert [row["error"] for row in answer(StanceWorker(every), *records).rows] == [None] * 3
    monkeypatch.setattr(shipped, "SHIPPED", shipped.SHIPPED[:1])
    assert "install the same one on every machine" in str(answer(StanceWorker(settings), *records).error)


def test_lists_in_a_column_stay_whole() -> None:
    made = column("x", [[1, 2], [3, 4]])["x"]
    assert made.shape == (2,)
    assert list(made) == [[1, 2], [3, 4]]

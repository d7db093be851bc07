"""What makes it another job is refused by name; what cannot be gone on with is refused before anything is judged."""

import json
import os
import shutil

import pytest

from detente.batch import run_settings as settings
from detente.batch.job import opening
from detente.batch.job.folder import claimed
from detente.model.errors import ActorsError, InputError, JobError


@pytest.fixture
def begun(run, new_judge, content):
    """A job of which two shards are done; gives a check that it is refused, and stays as it is."""
    with pytest.raises(KeyboardInterrupt):
        run(new_judge(patience=4))
    before = content()

    def refused(word: str, **given) -> None:
        judge = new_judge()
        with pytest.raises(JobError, match=word):
            run(judge, **given)
        assert judge.judged == []
        assert content() == before

    return refused


def test_another_content_of_a_file_is_refused_and_the_old_one_goes_on(begun, run, inputs):
    old = inputs[0].read_bytes()
    inputs[0].write_bytes(old.replace(b"Row 7", b"Raw 7"))
    begun("a.jsonl is not what it was")
    inputs[0].write_bytes(old)
    assert run().kinds.total() == 18


def test_a_file_more_or_less_or_in_another_place_is_refused(begun, inputs):
    begun("folder/b.txt is missing", inputs=inputs[:1])
    begun("folder/b.txt stands where .*a.jsonl stood", inputs=inputs[::-1])
    (inputs[1] / "d.txt").write_text("More.")
    begun("d.txt was not part of it")


def test_every_option_that_changes_rows_is_refused(begun, tmp_path):
    own = tmp_path / "own.toml"
    own.write_text('[ACME]\nname = "Acme Corporation"\nnames = ["Acme"]\n')
    begun("actors was", actors=[own])
    begun("target was not given and is .'CN'", targets=["China"])
    begun("target_column was not given and is n", target_column="n")
    begun("encoding was utf-8 and is latin-1", encoding="latin-1")
    begun("limit was not given and is 5", limit=5)
    begun("shard_size was 4 and is 5", shard_statements=5)
    begun("format was jsonl and is parquet", form="parquet")


def test_another_text_column_is_refused(begun, inputs):
    begun("text_column was text and is late", text_column="late")


def test_another_checkpoint_under_the_same_name_is_refused(begun, tiny_checkpoint, tmp_path):
    other = shutil.copytree(tiny_checkpoint, tmp_path / "other")
    graph = other / "onnx" / "model_int8.onnx"
    graph.write_bytes(graph.read_bytes() + b"\0")
    begun("checkpoint files onnx/model_int8.onnx was .* and is", checkpoint=other)
    told = json.loads((other / "detente.json").read_text())
    (other / "detente.json").write_text(json.dumps(told | {"version": "1"}))
    begun("checkpoint name was tiny-0 and is tiny-1", checkpoint=other)


def test_the_same_checkpoint_in_another_place_goes_on(begun, run, tiny_checkpoint, tmp_path):
    assert run(checkpoint=shutil.copytree(tiny_checkpoint, tmp_path / "moved")).kinds.total() == 18


def test_another_backend_is_refused(begun):
    begun("checkpoint backend was onnx and is torch", backend="torch")


def test_another_version_is_refused(begun, monkeypatch):
    monkeypatch.setattr(settings, "version", lambda name: "99" if name == "detente" else "x")
    begun("versions detente was .* and is 99")


def test_the_number_of_threads_makes_no_other_job(begun, run):
    assert run(threads=1).kinds.total() == 18


def test_a_second_process_is_refused_and_told_so(run, tmp_path, new_judge):
    judge = new_judge()
    with claimed(tmp_path / "job"), pytest.raises(JobError, match="another process"):
        run(judge)
    assert judge.judged == []
    assert run().kinds.total() == 18


def test_an_input_that_can_be_read_once_only_is_refused(run, tmp_path):
    with pytest.raises(JobError, match="standard input can be read once"):
        run(inputs=["-"])
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(JobError, match=r"pipe\.txt"):
        run(inputs=[tmp_path / "pipe.txt"])
    assert not (tmp_path / "job").exists()


def test_nothing_is_written_among_what_is_read(run, inputs):
    for given in ({"folder": inputs[1] / "job"}, {"output": inputs[1] / "out.csv"}, {"output": inputs[0]}):
        with pytest.raises(JobError, match="lies in the input"):
            run(**given)
    assert sorted(path.name for path in inputs[1].iterdir()) == ["b.txt", "c.md"]


def test_a_folder_of_something_else_is_refused(run, tmp_path):
    (tmp_path / "job").mkdir()
    (tmp_path / "job" / "thesis.tex").write_text("mine")
    with pytest.raises(JobError, match=r"thesis\.tex"):
        run()
    with pytest.raises(JobError, match="is a file"):
        run(folder="job/thesis.tex")
    assert [path.name for path in (tmp_path / "job").iterdir()] == ["thesis.tex"]


def test_a_folder_that_cannot_be_made_is_told_by_name(run, new_judge, inputs):
    judge = new_judge()
    with pytest.raises(JobError, match=r"a\.jsonl/job: cannot be made"):
        run(judge, folder="in/a.jsonl/job", inputs=inputs[1:])
    assert judge.judged == []


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"inputs": ["nowhere.csv"]}, InputError),
        ({"targets": ["XX"]}, ActorsError),
        ({"form": "csv"}, InputError),
        ({"output": "rows.xlsx"}, InputError),
        ({"output": "nowhere/rows.csv"}, InputError),
    ],
)
def test_a_wrong_call_is_refused_before_anything_is_judged(run, new_judge, tmp_path, given, error):
    judge = new_judge()
    if "output" in given:
        given = {"output": tmp_path / given["output"]}
    with pytest.raises(error):
        run(judge, **given)
    assert judge.judged == []


@pytest.mark.parametrize(
    ("text", "word"),
    [("", "cannot be read"), ("{}", "cannot be read"), ('{"format": 2, "shards": []}', "format")],
)
def test_a_manifest_that_cannot_be_read_is_told_and_left(begun, run, tmp_path, text, word):
    path = tmp_path / "job" / "manifest.json"
    path.write_text(text)
    with pytest.raises(JobError, match=word):
        run()
    assert path.read_text() == text


@pytest.mark.parametrize("text", ["not json\n", '{"name": "x"}\n', ""])
def test_a_damaged_list_of_inputs_is_told(begun, run, tmp_path, text):
    (tmp_path / "job" / "inputs.jsonl").write_text(text)
    with pytest.raises(JobError, match=r"inputs\.jsonl|another input"):
        run()


def test_an_input_that_changes_while_it_is_judged_is_told(run, inputs, new_judge):
    class Meddler(new_judge):
        def __call__(self, chunks):
            for rows in super().__call__(chunks):
                yield rows
                with inputs[0].open("a") as table:
                    table.write("\n")

    with pytest.raises(JobError, match="changed while it was judged"):
        run(Meddler())
    with pytest.raises(JobError, match="not what it was"):
        run()


def test_parquet_shards_without_pyarrow_are_refused_at_once(run, new_judge, monkeypatch):
    def missing():
        raise InputError("parquet needs the extra of that name")

    monkeypatch.setattr(opening, "require_pyarrow", missing)
    judge = new_judge()
    with pytest.raises(InputError, match="extra"):
        run(judge, form="parquet")
    assert judge.judged == []

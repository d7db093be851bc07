"""What makes it another job is refused by name; what cannot be gone on with is refused before anything is predicted."""

import json
import os
import shutil
from pathlib import Path

import pytest

from detente.batch import run_settings as settings
from detente.batch.job import starting
from detente.batch.job.folder import claimed
from detente.batch.planning import DocumentOptions
from detente.batch.records import DocumentColumns
from detente.model.errors import ActorsError, InputError, JobError


@pytest.fixture
def begun(run, new_predictor, content):
    """A job of which two shards are done; gives a check that it is refused, and stays as it is."""
    with pytest.raises(KeyboardInterrupt):
        run(new_predictor(patience=4))
    before = content()

    def refused(word: str, **given) -> None:
        predictor = new_predictor()
        with pytest.raises(JobError, match=word):
            run(predictor, **given)
        assert predictor.predicted == []
        assert content() == before

    return refused


def test_another_content_of_a_file_is_refused_and_the_old_one_goes_on(begun, run, inputs):
    old = inputs[0].read_bytes()
    inputs[0].write_bytes(old.replace(b"Row 7", b"Raw 7"))
    begun("a.jsonl has changed")
    inputs[0].write_bytes(old)
    assert run().kinds.total() == 18


def test_a_file_more_or_less_or_in_another_place_is_refused(begun, inputs):
    begun("folder/b.txt is missing", inputs=inputs[:1])
    begun("folder/b.txt is in the place of .*a.jsonl", inputs=inputs[::-1])
    (inputs[1] / "d.txt").write_text("More.")
    begun("d.txt was not part of it")


def test_every_option_that_changes_rows_is_refused(begun, tmp_path):
    own = tmp_path / "own.toml"
    own.write_text('[ACME]\nname = "Acme Corporation"\nnames = ["Acme"]\n')
    begun("actors was", actors=[own])
    begun("target was not given and is .'CN'", targets=["China"])
    begun("target_column was not given and is n", target_column="n")
    begun("encoding was not given and is latin-1", encoding="latin-1")
    begun("limit was not given and is 5", limit=5)
    begun("alone was False and is True", documents=DocumentOptions(alone=True))
    begun("speaker was not given and is KP", documents=DocumentOptions(speaker="North Korea"))
    voices = tmp_path / "voices.toml"
    voices.write_text('[KP]\nvoice = ["Echo of Unification"]\n')
    begun("publishers was", documents=DocumentOptions(publishers=[voices]))
    offices = tmp_path / "offices.toml"
    offices.write_text(
        '[[KP.office]]\ntitle = "premier"\nholders = [{ name = "Cleito Blattfeld", from = "2020" }]\n'
    )
    begun("actors was", actors=[offices])
    begun("shard_size was 4 and is 5", shard_statements=5)
    begun("format was jsonl and is parquet", form="parquet")


def test_a_shipped_file_that_was_edited_meanwhile_is_refused_by_name(begun, monkeypatch, tmp_path):
    folders = [shutil.copytree(folder, tmp_path / folder.name) for folder in settings._READ_WITH]
    monkeypatch.setattr(settings, "_READ_WITH", folders)
    for name in ("offices.toml", "english_anaphors.toml", "korean.toml", "publishers.toml", "scorers.json"):
        (path,) = (folder / name for folder in folders if (folder / name).exists())
        content = path.read_bytes()
        path.write_bytes(content + b"\n")
        begun(f"reading {name} was")
        path.write_bytes(content)


def test_a_wrong_office_of_an_own_list_is_refused_before_there_is_a_folder(run, new_predictor, tmp_path):
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("[[KP.office]]\nholders = [{ name = 3 }]\n")
    predictor = new_predictor()
    with pytest.raises(ActorsError, match=r"wrong\.toml: KP\.office 1\.title"):
        run(predictor, actors=[wrong])
    assert predictor.predicted == []


def test_another_column_is_refused(begun, inputs):
    begun("text_column was text and is late", text_column="late")
    own = DocumentOptions(columns=DocumentColumns(publisher="late"))
    begun("publisher_column was not given and is late", documents=own, split=True)


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


def test_a_second_process_is_refused_and_told_so(run, tmp_path, new_predictor):
    predictor = new_predictor()
    with claimed(tmp_path / "job"), pytest.raises(JobError, match="another process"):
        run(predictor)
    assert predictor.predicted == []
    assert run().kinds.total() == 18


def test_an_input_that_can_be_read_once_only_is_refused(run, tmp_path):
    with pytest.raises(JobError, match="standard input can be read only once"):
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


@pytest.mark.parametrize("name", ["inputs.jsonl", "rows/part-00001.jsonl", "rows.csv"])
def test_no_output_is_written_into_the_job_folder(begun, tmp_path, name):
    begun(
        "lies in the job folder .*; give a path outside of it", output=tmp_path / "job" / name, form="jsonl"
    )


@pytest.mark.parametrize("link", ["up", "beside.txt"])
def test_nothing_is_written_where_a_link_among_the_inputs_leads(run, inputs, tmp_path, link):
    place = tmp_path if link == "up" else tmp_path / "beside"
    place.mkdir(exist_ok=True)
    (inputs[1] / link).symlink_to(place, target_is_directory=True)
    for given in ({"folder": place / "job"}, {"output": place / "out.csv"}):
        with pytest.raises(JobError, match="lies in the input"):
            run(**{"folder": tmp_path / "elsewhere" / "job"} | given, inputs=[inputs[1]])
    (inputs[1] / link).unlink()
    run(folder=place / "job", inputs=[inputs[1]])


def test_a_folder_of_something_else_is_refused(run, tmp_path):
    (tmp_path / "job").mkdir()
    (tmp_path / "job" / "thesis.tex").write_text("mine")
    with pytest.raises(JobError, match=r"thesis\.tex"):
        run()
    with pytest.raises(JobError, match="is a file"):
        run(folder="job/thesis.tex")
    assert [path.name for path in (tmp_path / "job").iterdir()] == ["thesis.tex"]


def test_a_folder_that_cannot_be_made_is_told_by_name(run, new_predictor, inputs):
    predictor = new_predictor()
    with pytest.raises(JobError, match=r"a\.jsonl/job: cannot be used"):
        run(predictor, folder="in/a.jsonl/job", inputs=inputs[1:])
    assert predictor.predicted == []


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"inputs": ["nowhere.csv"]}, InputError),
        ({"targets": ["XX"]}, ActorsError),
        ({"form": "csv"}, InputError),
        ({"output": "rows.xls"}, InputError),
        ({"output": "nowhere/rows.csv"}, InputError),
    ],
)
def test_a_wrong_call_is_refused_before_anything_is_predicted(run, new_predictor, tmp_path, given, error):
    predictor = new_predictor()
    if "output" in given:
        given = {"output": tmp_path / given["output"]}
    with pytest.raises(error):
        run(predictor, **given)
    assert predictor.predicted == []


@pytest.mark.parametrize(
    ("text", "word"),
    [("", "not the manifest"), ("{}", "not the manifest"), ('{"format": 5, "shards": []}', "format 5")],
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


def test_an_input_that_changes_while_it_is_predicted_is_told(run, inputs, new_predictor):
    class Meddler(new_predictor):
        def __call__(self, chunks):
            for rows in super().__call__(chunks):
                yield rows
                with inputs[0].open("a") as table:
                    table.write("\n")

    with pytest.raises(JobError, match="changed during the run"):
        run(Meddler())
    with pytest.raises(JobError, match="has changed"):
        run()


def test_parquet_shards_without_pyarrow_are_refused_at_once(run, new_predictor, monkeypatch):
    def missing():
        raise InputError("parquet needs the extra of that name")

    monkeypatch.setattr(starting, "require_pyarrow", missing)
    predictor = new_predictor()
    with pytest.raises(InputError, match="extra"):
        run(predictor, form="parquet")
    assert predictor.predicted == []


@pytest.mark.parametrize("name", ["inputs.jsonl", "rows/part-00000.jsonl", ".notes.partial", "manifest.json"])
def test_a_file_that_no_job_made_is_never_written_over(run, new_predictor, tmp_path, name):
    own = tmp_path / "job" / name
    own.parent.mkdir(parents=True)
    own.write_text('{"text": "Seoul waited."}\n')
    before = sorted(tmp_path.joinpath("job").rglob("*"))
    predictor = new_predictor()
    with pytest.raises(JobError, match=r"not a job folder|not the manifest"):
        run(predictor)
    assert (predictor.predicted, own.read_text()) == ([], '{"text": "Seoul waited."}\n')
    assert sorted(tmp_path.joinpath("job").rglob("*")) == before


@pytest.mark.parametrize("folder", ["job", "."])
def test_an_input_in_the_job_folder_is_refused_and_left_as_it_is(run, tmp_path, monkeypatch, folder):
    own = tmp_path / "job" / "inputs.jsonl"
    own.parent.mkdir()
    own.write_text('{"text": "Seoul waited."}\n')
    if folder == ".":
        monkeypatch.chdir(own.parent)
    with pytest.raises(JobError, match="lies in the job folder"):
        run(folder=own.parent if folder == "job" else Path(), inputs=[own])
    assert own.read_text() == '{"text": "Seoul waited."}\n'
    assert list(own.parent.iterdir()) == [own]


@pytest.mark.parametrize(("form", "version"), [(1, r"détente 0\.2"), (3, r"a détente 0\.3")])
def test_a_job_folder_of_an_older_version_is_refused_by_name(
    run, new_predictor, tmp_path, content, form, version
):
    run()
    manifest = tmp_path / "job" / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"format": 4', f'"format": {form}'))
    before = content()
    predictor = new_predictor()
    with pytest.raises(
        JobError, match=rf"format {form}, written by {version}.*resumes format 4 only: finish"
    ):
        run(predictor)
    assert (predictor.predicted, content()) == ([], before)


def test_a_job_stopped_before_its_list_of_inputs_was_in_place_begins_again(
    run, new_predictor, tmp_path, content
):
    with pytest.raises(KeyboardInterrupt):
        run(new_predictor(patience=0))
    (tmp_path / "job" / "inputs.jsonl").unlink()
    run()
    run(folder="whole")
    assert content("job") == content("whole")

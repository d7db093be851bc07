from pathlib import Path

from detente.batch.readers.inputs import read_records
from detente.batch.records import ReadOptions
from detente.batch.run_settings import RunSettings


def test_settings_say_how_records_are_read(tmp_path: Path) -> None:
    table = tmp_path / "news.csv"
    table.write_bytes("headline,about\nCafé talks in Seoul.,KR;US\n".encode("latin-1"))
    options = {"text_column": "headline", "target_column": "about", "encoding": "latin-1"}
    [record] = RunSettings(**options).read(table)
    assert [record] == list(read_records(table, ReadOptions(**options)))
    assert (record.text, record.targets) == ("Café talks in Seoul.", ("KR", "US"))
    [document] = RunSettings(text_column="headline", encoding="latin-1", split=True).read(table)
    assert document.kind == "document"


def test_a_run_takes_records_up_to_its_limit_and_tells_of_their_misspelt_targets(tmp_path: Path) -> None:
    table = tmp_path / "news.csv"
    table.write_text("text,about\nOne.,Chinna\nTwo.,CN\nThree.,Amerika\n")
    settings = RunSettings(target_column="about", limit=2)
    told: list[str] = []
    assert [record.text for record in settings.up_to_limit(settings.read(table), told.append)] == [
        "One.",
        "Two.",
    ]
    assert len(told) == 1
    assert "'Chinna' is no known actor" in told[0]


def test_settings_load_the_classifier_that_they_describe(tiny_checkpoint: Path) -> None:
    settings = RunSettings(checkpoint=tiny_checkpoint, backend="onnx")
    assert settings.load_classifier().for_language("ja") is None
    every = RunSettings(checkpoint=tiny_checkpoint, backend="onnx", any_language=True)
    assert every.load_classifier().for_language("ja") is not None

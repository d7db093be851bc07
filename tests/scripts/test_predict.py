"""`detente predict` as a user runs it: rows out, exit codes, and no traceback whatever comes in."""

import csv
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

GOOD = "Beijing thanked Seoul."


def rows(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, object]]:
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def predict(tiny_checkpoint: Path, call):
    def run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        return call("predict", "-c", str(tiny_checkpoint), *arguments, stdin=stdin)

    return run


def test_a_pipe_gets_one_json_line_for_each_statement_and_target(tiny_checkpoint: Path) -> None:
    command = [sys.executable, "-m", "detente.scripts", "predict", "-c", str(tiny_checkpoint), "-"]
    done = subprocess.run(
        command, input=f"{GOOD} Nobody came.".encode(), capture_output=True, check=False, timeout=120
    )
    assert done.returncode == 0
    assert [(row["statement"], row["target"]) for row in rows(done)] == [
        (GOOD, "CN"),
        (GOOD, "KR"),
        ("Nobody came.", None),
    ]


def test_input_columns_are_carried_along_and_order_is_kept(predict, tmp_path: Path) -> None:
    table = tmp_path / "in.csv"
    with table.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "text", "outlet"])
        writer.writerows([[str(n), f"Washington waited {n} days.", "wire"] for n in range(30)])
    output = tmp_path / "out.csv"
    assert predict(str(table), "-o", str(output)).returncode == 0
    written = list(csv.DictReader(output.open()))
    assert [row["id"] for row in written] == [str(n) for n in range(30)]
    assert {row["outlet"] for row in written} == {"wire"}
    assert {row["target"] for row in written} == {"US"}


@pytest.mark.parametrize("ending", ["jsonl", "csv", "tsv", "parquet"])
def test_every_output_format_reads_back_as_the_same_rows(predict, tmp_path: Path, ending: str) -> None:
    from detente.batch.readers.stored_rows import read_rows

    piped = rows(predict("-", stdin=GOOD.encode()))
    output = tmp_path / f"out.{ending}"
    assert predict("-", "-o", str(output), stdin=GOOD.encode()).returncode == 0
    assert list(read_rows(output)) == piped


BAD_ROWS = {
    "null": ('{"text": null}', "null"),
    "number": ('{"text": 5}', "type int"),
    "missing": ('{"txt": "x"}', "text"),
    "surrogate": ('{"text": "a \\ud800 b China"}', "surrogate"),
    "empty": ('{"text": "  "}', "empty"),
    "broken": ('{"text": "x"', "JSON"),
}


@pytest.mark.parametrize("name", BAD_ROWS)
def test_a_bad_row_comes_out_in_place_and_the_good_ones_stay(predict, tmp_path: Path, name: str) -> None:
    line, word = BAD_ROWS[name]
    good = json.dumps({"text": "China waited."})
    path = tmp_path / "in.jsonl"
    path.write_text(f"{good}\n{line}\n{good}\n")
    done = predict(str(path))
    first, bad, last = rows(done)
    assert done.returncode == 1
    assert word in str(bad["error"])
    assert bad["stance"] is None
    assert first["stance"] == last["stance"] is not None


def test_bytes_that_are_no_utf_8_spoil_only_their_own_row(predict, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(b"text\nChina waited.\nCaf\xe9 in China.\nChina left.\n")
    done = predict(str(path), "--encoding", "utf-8")
    assert done.returncode == 1
    assert [row["error"] is None for row in rows(done)] == [True, False, True]
    assert "cp1252" in str(rows(done)[1]["error"])


def test_an_encoding_that_nobody_named_is_said_once_and_stands_in_the_row(predict, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(b"text\nChina waited.\nCaf\xe9 in China.\nChina left.\n")
    done = predict(str(path))
    assert done.returncode == 0
    assert [row.get("inferred_encoding") for row in rows(done)] == [None, "cp1252", None]
    assert done.stderr.decode().count("read as cp1252") == 1


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbftext\r\nChina waited.\r\n",
        "text\r\nChina waited.\r\n".encode("utf-16"),
        b'text\n"China waited."\n',
    ],
)
def test_marks_of_other_systems_do_not_matter(predict, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(content)
    done = predict(str(path))
    assert done.returncode == 0
    assert [row["statement"] for row in rows(done)] == ["China waited."]


def test_a_folder_with_one_unreadable_file_gives_the_others(predict, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("China waited.")
    (tmp_path / "b.txt").write_bytes(b"China \xff\xfe\x00waited \xff.")
    (tmp_path / "b2.parquet").write_bytes(b"not parquet")
    (tmp_path / "c.txt").write_text("Seoul waited.")
    done = predict(str(tmp_path))
    assert done.returncode == 1
    assert [row["target"] for row in rows(done) if row["error"] is None] == ["CN", "KR"]
    assert sum(row["error"] is not None for row in rows(done)) == 2


def test_one_long_line_is_predicted_and_flagged(predict, tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps({"text": "China waited " * 80_000}) + "\n")
    done = predict(str(path))
    assert done.returncode == 0
    assert [row["truncated"] for row in rows(done)] == [True]


@pytest.mark.parametrize("content", [b"", b"   \n\n  ", b"\x00\x00"])
def test_nothing_to_predict_is_no_crash(predict, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "in.txt"
    path.write_bytes(content)
    done = predict(str(path))
    assert done.returncode in (0, 1)
    assert all(row["stance"] is None for row in rows(done))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.csv"], "nowhere.csv"),
        (["--text", GOOD, "-t", "XX"], "unknown target 'XX'"),
        (["--text", GOOD, "-o", "out.xls"], "unsupported output format .xls"),
        (["https://example.org/a.html"], "https://example.org/a.html: web addresses are not read; download"),
        (["wire.XLS"], "wire.XLS: .xls files are not read; save the sheet as .xlsx"),
        (["wire.json"], "wire.json: .json files are not read; save one object a line as .jsonl"),
        (["speech.doc"], "speech.doc: .doc files are not read; save the document as .docx"),
        (["--text", GOOD, "--actors", "nowhere.toml"], "nowhere.toml"),
        (["--text", GOOD, "some.txt"], "--text cannot be combined"),
        (["in.csv", "--shard-size", "9"], "--shard-size needs --job FOLDER"),
        (["in.csv", "--input-format", "tsv"], "--input-format is for standard input"),
        (["-", "--input-format", "csv.gz"], "accepted are .txt, .md, .html, .htm, .docx, .srt, .vtt, .csv,"),
        (["-", "--input-format", "csv.gz"], ".xlsx, not packed"),
        (
            ["--text", GOOD, "--speaker", "KP"],
            "--speaker: no effect on --text, which is read by itself",
        ),
    ],
)
def test_a_wrong_call_is_told_in_one_line_and_exits_with_2(
    predict, arguments: list[str], message: str
) -> None:
    done = predict(*arguments)
    assert done.returncode == 2
    assert message in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert done.stdout == b""


@pytest.mark.parametrize("place", ["nowhere/deep/" + "x" * 300 + ".jsonl", "x" * 300 + ".jsonl"])
def test_a_place_that_cannot_be_written_is_told(predict, tmp_path: Path, place: str) -> None:
    done = predict("--text", GOOD, "-o", str(tmp_path / place))
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_leaves_early_is_no_error(tiny_checkpoint: Path, tmp_path: Path) -> None:
    path = tmp_path / "in.txt"
    path.write_text("Beijing waited. Seoul waited.\n\n" * 4000)
    command = [sys.executable, "-m", "detente.scripts", "predict", "-c", str(tiny_checkpoint), str(path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert json.loads(process.stdout.readline())["target"] == "CN"
    process.stdout.close()
    assert process.wait(60) == 0
    assert process.stderr is not None
    assert process.stderr.read() == b""


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_an_interrupted_run_leaves_no_half_file(
    tiny_checkpoint: Path, tmp_path: Path, number: int, code: int
) -> None:
    command = [sys.executable, "-m", "detente.scripts", "predict", "-c", str(tiny_checkpoint)]
    process = subprocess.Popen(
        [*command, "-", "-o", str(tmp_path / "out.csv")],
        stdin=subprocess.PIPE,
        # A shell starts its background jobs, and so perhaps these tests, with SIGINT ignored.
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),
    )
    assert process.stdin is not None
    process.stdin.write(b'{"text": "Beijing waited."}\n' * 200)
    process.stdin.flush()
    while not list(tmp_path.iterdir()):
        time.sleep(0.02)
    process.send_signal(number)
    assert process.wait(60) == code
    assert list(tmp_path.iterdir()) == []


def test_the_first_rows_of_a_slow_pipe_do_not_wait_for_the_last(tiny_checkpoint: Path) -> None:
    command = [sys.executable, "-m", "detente.scripts", "predict", "-c", str(tiny_checkpoint), "-"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b'{"text": "Beijing waited."}\n' * 100)
    process.stdin.flush()
    assert json.loads(process.stdout.readline())["target"] == "CN"
    process.stdin.close()
    assert len(process.stdout.readlines()) == 99
    assert process.wait(60) == 0


def test_one_target_named_twice_in_a_row_is_predicted_once(predict, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("text,target\nBeijing waited.,CN;China; cn;Ruritania\n")
    assert [row["target"] for row in rows(predict(str(path), "--target-column", "target"))] == [
        "CN",
        "Ruritania",
    ]


def test_an_empty_statement_is_an_error_however_it_comes(predict) -> None:
    done = predict("--text", " ", "--text", GOOD)
    assert done.returncode == 1
    assert [row["error"] for row in rows(done)] == ["statement is empty", None, None]


def test_a_missing_column_names_those_there(predict, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("headline,date\nChina waited.,2011\n")
    done = predict(str(path))
    assert done.returncode == 2
    assert "headline" in done.stderr.decode()
    assert rows(predict(str(path), "--text-column", "headline"))[0]["date"] == "2011"


def test_a_pickled_checkpoint_is_refused(call, tmp_path: Path) -> None:
    (tmp_path / "pytorch_model.bin").write_bytes(b"\x80\x04.")
    done = call("predict", "-c", str(tmp_path), "--text", GOOD)
    assert done.returncode == 2
    assert "never loaded" in done.stderr.decode()


def test_an_actor_file_of_the_users_own_is_obeyed(predict, tmp_path: Path) -> None:
    actors = tmp_path / "own.toml"
    actors.write_text('[ACME]\nname = "Acme Corporation"\ndefault = true\nnames = ["Acme"]\n')
    done = predict("--text", "Acme thanked Beijing.", "--actors", str(actors), "-f", "jsonl")
    assert {row["target"] for row in rows(done)} == {"ACME", "CN"}


def test_the_first_prediction_imports_no_heavy_library(tiny_checkpoint: Path) -> None:
    code = (
        "import sys; from detente.scripts.main import app; "
        f"app(['predict', '-c', {str(tiny_checkpoint)!r}, '--text', {GOOD!r}, '-f', 'jsonl'], standalone_mode=False); "
        "heavy = {'torch', 'transformers', 'pandas', 'pyarrow', 'scipy', 'sklearn', 'huggingface_hub', "
        "'datasets', 'resiliparse', 'yaml'}; "
        "print(sorted(heavy & {name.split('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60)
    assert done.stderr.decode().strip().splitlines()[-1] == "[]"

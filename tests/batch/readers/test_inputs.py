import gzip
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.batch.readers import inputs
from detente.batch.readers.inputs import read_records
from detente.batch.records import ReadOptions
from detente.model.errors import InputError, OutOfMemoryError


def names(records) -> list[str]:
    return [Path(record.document).name for record in records]


def test_files_folders_and_standard_input_come_in_the_order_given(tmp_path):
    (tmp_path / "z.txt").write_text("Z.")
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "a.csv").write_text("text\nA.\n")
    records = read_records([tmp_path / "z.txt", "-", tmp_path / "d"], stdin=io.BytesIO(b"S."))
    assert [(r.text, Path(r.document).name) for r in records] == [
        ("Z.", "z.txt"),
        ("S.", "-"),
        ("A.", "a.csv"),
    ]


@pytest.mark.parametrize("form", [str, Path])
def test_one_input_needs_no_list(tmp_path, form):
    (tmp_path / "a.txt").write_text("A.")
    assert names(read_records(form(tmp_path / "a.txt"))) == ["a.txt"]


def test_a_folder_is_read_sorted_with_its_subfolders_and_without_the_rest(tmp_path):
    for name in ("b.txt", "a/c.md", "a/.hidden.txt", ".git/x.txt", "B.txt", "x.pdf", "y.pdf", "README"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("words")
    told = []
    assert names(read_records([tmp_path], notify=told.append)) == ["B.txt", "c.md", "b.txt"]
    (message,) = told
    assert message.endswith(": left out: .pdf (2), no ending (1)")


def test_a_loop_of_folders_ends(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "t.txt").write_text("words")
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert names(read_records([tmp_path], notify=lambda _: None)) == ["t.txt"]


@pytest.mark.skipif(shutil.which("rm") is None, reason="needs a tool that removes deep folders")
def test_folders_nested_deeper_than_python_calls_are_read(tmp_path):
    depth = sys.getrecursionlimit() + 50
    here = os.open(tmp_path, os.O_RDONLY)
    try:
        for _ in range(depth):
            os.mkdir("d", dir_fd=here)
            inner = os.open("d", os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = inner
        with os.fdopen(os.open("a.txt", os.O_CREAT | os.O_WRONLY, dir_fd=here), "w") as file:
            file.write("Seoul waited.")
    finally:
        os.close(here)
    try:
        (record,) = read_records([tmp_path])
        assert (record.text, record.error) == ("Seoul waited.", None)
    finally:
        # Python's own rmtree, which clears old test folders, is recursive.
        subprocess.run(["rm", "-r", tmp_path / "d"], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="needs another user")
def test_a_folder_that_can_be_listed_but_not_entered_is_an_error_in_its_place(tmp_path):
    for name in ("a.txt", "b/inner.txt", "c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Seoul waited.")
    (tmp_path / "b").chmod(0o444)
    code = (
        "import os, sys; from pathlib import Path\n"
        "from detente.batch.readers.inputs import read_records\n"
        # Root may enter any folder.
        "os.geteuid() or os.seteuid(65534)\n"
        "for record in read_records([Path(sys.argv[1])]): print(Path(record.document).name, record.error)"
    )
    for folder in (tmp_path, *tmp_path.parents[:3]):
        if os.access(folder, os.W_OK) and folder.stat().st_uid == os.getuid() and folder != Path("/tmp"):
            folder.chmod(0o755)
    done = subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=True)
    (tmp_path / "b").chmod(0o755)
    assert done.stdout.splitlines() == ["a.txt None", "b cannot be read: Permission denied", "c.txt None"]


def test_an_unreadable_file_in_a_folder_is_an_error_in_its_place(tmp_path):
    (tmp_path / "a.txt").write_text("A.")
    (tmp_path / "b.txt").symlink_to(tmp_path / "gone")
    (tmp_path / "c.txt").write_text("C.")
    a, b, c = read_records([tmp_path])
    assert (a.text, b.text, c.text) == ("A.", None, "C.")
    assert b.document.endswith("b.txt")
    assert "cannot be opened" in b.error


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_in_a_folder_is_not_waited_on(tmp_path):
    os.mkfifo(tmp_path / "a.txt")
    (tmp_path / "b.txt").write_text("B.")
    assert names(read_records([tmp_path], notify=lambda _: None)) == ["b.txt"]


def test_a_table_without_text_in_a_folder_stops_none_of_the_others(tmp_path):
    (tmp_path / "a.csv").write_text("id\n1\n")
    (tmp_path / "b.csv").write_text("text\nB.\n")
    a, b = read_records([tmp_path])
    assert "no column 'text'" in a.error
    assert b.text == "B."


def test_a_folder_with_nothing_to_read_is_refused_with_what_was_looked_for(tmp_path):
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "notes.pdf").write_bytes(b"x")
    with pytest.raises(InputError, match=r"no file in it can be read; looked for .*\.csv"):
        read_records([tmp_path])
    (tmp_path / "deep" / "er" / "a.txt").write_text("A.")
    assert names(read_records([tmp_path], notify=lambda _: None)) == ["a.txt"]


def test_a_wrong_call_is_refused_before_anything_is_read(tmp_path):
    (tmp_path / "good.txt").write_text("Good.")
    (tmp_path / "x.pdf").write_text("x")
    (tmp_path / "bad.csv").write_text("id\n1\n")
    for wrong in ("gone.txt", "x.pdf", "bad.csv"):
        with pytest.raises(InputError, match=wrong):
            read_records([tmp_path / "good.txt", tmp_path / wrong])
    with pytest.raises(InputError, match="nothing to read"):
        read_records([])
    with pytest.raises(InputError, match="empty name"):
        read_records([""])  # not the folder that happens to be the current one
    for name in ("no-such", "", "rot13", "\udcff"):
        with pytest.raises(InputError, match="is not known"):
            read_records([tmp_path / "good.txt"], ReadOptions(encoding=name))
    with pytest.raises(InputError, match="xml"):
        read_records(["-"], stdin_kind="xml")


@pytest.mark.parametrize(
    ("data", "texts", "kind"),
    [
        (b'  \n{"text": "a"}\n{"text": "b"}', ["a", "b"], "statement"),
        ('\ufeff{"text": "a"}'.encode(), ["a"], "statement"),
        ('{"text": "a"}'.encode("utf-16"), ["a"], "statement"),
        (b" Plain words.", [" Plain words."], "document"),
        (b"", [], None),
    ],
)
def test_standard_input_is_guessed_by_its_first_character(data, texts, kind):
    records = list(read_records(["-"], stdin=io.BytesIO(data), notify=lambda _: None))
    assert [r.text for r in records] == texts
    assert {r.kind for r in records} <= {kind}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_json_array_of_objects_in_a_pipe_is_refused_with_what_to_do_instead(encoding):
    data = ' [\n {"text": "a"}]'.encode(encoding)
    with pytest.raises(InputError, match=r"-: JSON arrays are not read; .* as \.jsonl"):
        next(read_records(["-"], stdin=io.BytesIO(data)))
    (told,) = read_records(["-"], stdin=io.BytesIO(data), stdin_kind="txt")
    assert told.text == data.decode(encoding)


@pytest.mark.parametrize("text", ["[", "[]", "[ Music ] Seoul waited.", '["a"]', "[\n[{"])
def test_other_text_in_a_pipe_may_begin_with_a_bracket(text):
    (record,) = read_records(["-"], stdin=io.BytesIO(text.encode()))
    assert (record.text, record.kind) == (text, "document")


def test_the_kind_of_standard_input_can_be_told():
    (record,) = read_records(["-"], stdin=io.BytesIO(b"text,id\na,1\n"), stdin_kind="csv")
    assert (record.text, record.document) == ("a", "-")


def test_compressed_files_are_unpacked(tmp_path):
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"text\nA.\n"))
    with pa.output_stream(str(tmp_path / "b.txt.zst"), compression="zstd") as out:
        out.write("Détente. ".encode() * 1000)
    a, b = read_records([tmp_path])
    assert (a.text, b.text) == ("A.", "Détente. " * 1000)


def test_what_is_no_gzip_file_is_an_error_in_its_place(tmp_path):
    (tmp_path / "a.txt.gz").write_bytes(b"not packed")
    (record,) = read_records([tmp_path / "a.txt.gz"])
    assert "cannot be read" in record.error


def test_rows_are_read_as_they_are_asked_for(tmp_path):
    class Endless(io.RawIOBase):
        def readable(self):
            return True

        def readinto(self, buffer):
            line = b'{"text": "again"}\n'
            buffer[: len(line)] = line
            return len(line)

    records = read_records(["-"], stdin=io.BufferedReader(Endless()))
    assert [next(records).text for _ in range(10_000)] == ["again"] * 10_000


def test_heavy_libraries_wait_until_they_are_used():
    code = (
        "import sys, detente.batch.readers.inputs, detente.batch.sinks.sinks\n"
        "sys.exit(any(name in sys.modules for name in ('pyarrow', 'resiliparse', 'pandas', 'torch')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@given(
    st.binary(max_size=300) | st.text(alphabet='{}[]":,;\n\ufffdtext<p>', max_size=60).map(str.encode),
    st.sampled_from(["txt", "html", "csv", "tsv", "jsonl", "parquet"]),
    st.sampled_from(["utf-8", "utf-16", "shift_jis", "latin-1", "hz"]),
)
def test_no_bytes_whatever_raise_anything_but_an_input_error(data, kind, encoding):
    try:
        records = read_records(
            ["-"],
            ReadOptions(encoding=encoding),
            stdin=io.BytesIO(data),
            stdin_kind=kind,
            notify=lambda _: None,
        )
        assert all((record.text is None) == (record.error is not None) for record in records)
    except InputError:
        pass


def test_a_row_that_the_memory_does_not_hold_is_an_error_that_a_user_can_mend(tmp_path, monkeypatch):
    def full(*arguments):
        raise MemoryError

    monkeypatch.setitem(inputs.DOCUMENTS, ".txt", full)
    (tmp_path / "a.txt").write_text("Words.")
    with pytest.raises(OutOfMemoryError, match=r"a\.txt: not enough memory"):
        list(read_records([tmp_path / "a.txt"]))

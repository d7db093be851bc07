"""Calls of `detente predict`, alone and with a job folder: inputs, options and places for the output."""

from dataclasses import dataclass, replace
from pathlib import Path

from hypothesis import strategies as st

from fuzzing import texts
from fuzzing.files import ENCODINGS, KINDS, InputFile, input_files
from fuzzing.texts import usually

FORMS = ("jsonl", "csv", "tsv", "parquet")
_OLDER = b"what was there before\n"
_ENDINGS = (*FORMS, "ndjson", "jsonl.gz", "csv.gz", "tsv.gz", "JSONL")
_BAD_ENCODINGS = (
    "rot13",
    "base64",
    "hex",
    "idna",
    "undefined",
    "",
    "utf8 ",
    "punycode",
    "mbcs",
    "unicode_escape",
)
_BAD_OPTIONS = (
    "--limit=0", "--limit=x", "--threads=0", "--backend=onnx", "--backend=gpu", "--device=x", "--no-such", "--", "-h",
    "--format", *(f"--encoding={name}" for name in _BAD_ENCODINGS),
)  # fmt: skip
_BAD_INPUTS = (
    ["/nowhere.csv"],
    ["in/x.pdf"],
    [""],
    ["/dev/null"],
    ["a\nb"],
    ["in/nothing.csv", "--text", "x"],
)
_BAD_OUTPUTS = (
    "out", "out/nowhere/x.csv", "out/x.xlsx", "out/x.parquet.gz", "out/x", f"out/{'z' * 300}.csv", "/dev/full",
    "/dev/null",
)  # fmt: skip
# Entries of a folder that are no files: loops, links to nowhere, a file that opens and cannot be read.
_LINKS = (("in/a.csv", "."), ("in/m.txt", ".."), ("in/z.jsonl", "nowhere"), ("in/a.html", "a.html"),
          ("in/z.csv", "/proc/self/mem"))  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A call in a folder of its own, where all paths are relative and `checkpoint` is the tiny checkpoint.

    `sources` are in the order in which their rows must come, None where nothing is known of it. Rows go to
    `output`, which may be among `files` already; without it to standard output, or to the shards of `job`.
    """

    argv: tuple[str, ...]
    sources: tuple[InputFile, ...] | None = None
    files: tuple[tuple[str, bytes], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    stdin: bytes = b""
    output: str | None = None
    form: str = "jsonl"
    job: str | None = None
    limit: int | None = None


@st.composite
def predict_cases(draw: st.DrawFn) -> Case:
    """Any call: of files, a folder, a pipe, texts, or what cannot be read."""
    text = draw(usually("text", "id", "Text", "x y", "", "é", "\udcff"))
    target = draw(usually(None, "target", "targets", share=6))
    encoding = draw(usually(None, "utf-8", *ENCODINGS, share=6))
    case = draw(_inputs(encoding, text, target))
    options = ["--threads=1", f"--text-column={text}"]
    options += [] if encoding is None else [f"--encoding={encoding}"]
    options += [] if target is None else [f"--target-column={target}"]
    limit = draw(usually(None, 1, 2, 5, 1000))
    options += [] if limit is None else [f"--limit={limit}"]
    for name in draw(usually((), ("CN",), ("Japan", "US"), ("XX",), ("",), ("CN;US",), ("[bold]",))):
        options.append(f"--target={name}")
    case = replace(case, limit=limit)
    if bad := draw(usually(None, *_BAD_OPTIONS)):
        options.append(bad)
        case = replace(case, sources=None)
    case, places = draw(_outputs(case))
    return replace(case, argv=("predict", "-c", "checkpoint", *options, *places, *case.argv))


@st.composite
def job_cases(draw: st.DrawFn) -> Case:
    """Sound calls with a job folder that is not there yet."""
    inputs = draw(_files(None, "text", None) | _folders(None, "text", None))
    case, places = draw(_outputs(inputs).filter(lambda drawn: drawn[0].output is not None or not drawn[1]))
    options = (
        "--job=job",
        f"--shard-size={draw(st.sampled_from((1, 2, 3, 10, 100)))}",
        "--threads=1",
        *places,
    )
    return replace(case, argv=("predict", "-c", "checkpoint", *options, *case.argv), job="job")


def _inputs(encoding: str | None, text: str, target: str | None) -> st.SearchStrategy[Case]:
    files, folders = _files(encoding, text, target), _folders(encoding, text, target)
    pipes = _pipes(encoding, text, target)
    said = st.lists(texts.arguments.map(lambda it: f"--text={it}"), min_size=1, max_size=4)
    unknown = (said | st.sampled_from(_BAD_INPUTS)).map(lambda argv: Case(tuple(argv)))
    return st.one_of(files, files, files, folders, folders, pipes, pipes, unknown)


@st.composite
def _files(draw: st.DrawFn, encoding: str | None, text: str, target: str | None) -> Case:
    one = input_files(encoding=encoding, text=text, target=target)
    files = tuple(draw(st.lists(one, min_size=1, max_size=3, unique_by=lambda file: file.path)))
    return Case(tuple(file.path for file in files), files, tuple((file.path, file.content) for file in files))


@st.composite
def _folders(draw: st.DrawFn, encoding: str | None, text: str, target: str | None) -> Case:
    places = st.sampled_from(("in", "in/sub", "in/sub/é", "in/b.csv", "in/\udcff"))
    one = places.flatmap(lambda place: input_files(folder=place, encoding=encoding, text=text, target=target))
    files = draw(st.lists(one, max_size=5, unique_by=lambda file: file.path))
    ordered = tuple(sorted(files, key=lambda file: Path(file.path)))
    links = tuple(draw(usually((), *_LINKS)))
    left_out = draw(usually((), ("in/.hidden.csv", b"x"), ("in/x.pdf", b"x"), ("in/noending", b"x")))
    written = (*((file.path, file.content) for file in files), *((left_out,) if left_out else ()))
    return Case(("in",), None if links else ordered, written, (links,) if links else ())


@st.composite
def _pipes(draw: st.DrawFn, encoding: str | None, text: str, target: str | None) -> Case:
    file = draw(input_files(encoding=encoding, text=text, target=target))
    names = draw(st.sampled_from((("-",), ())))
    if file.packing or draw(usually(False, True)):
        # A pipe is not unpacked, and what is guessed of its kind is not known here.
        form = draw(st.sampled_from((None, *KINDS, ".CSV", "pdf", "", "-", "csv.gz")))
        return Case((*names, *(() if form is None else ("--input-format", form))), stdin=file.content)
    form = draw(st.sampled_from((file.kind, f".{file.kind}", file.kind.upper())))
    return Case((*names, "--input-format", form), (replace(file, path="-"),), stdin=file.content)


@st.composite
def _outputs(draw: st.DrawFn, case: Case) -> tuple[Case, list[str]]:
    to_stdout, to_bad = draw(usually((False, False), (True, False), (False, True), share=6))
    if to_bad:
        place = draw(st.sampled_from(_BAD_OUTPUTS))
        return replace(case, sources=None, form="none"), ["-o", place, "-f", draw(st.sampled_from(FORMS))]
    if to_stdout:
        form = draw(st.sampled_from((None, *FORMS)))
        return replace(case, form=form or "jsonl"), [] if form is None else ["-f", form]
    ending = draw(st.sampled_from(_ENDINGS))
    stem = draw(usually("rows", "a b", "é", "[x]", "new\nline", "y" * 230, "\udcff"))
    form = {"ndjson": "jsonl", "JSONL": "jsonl"}.get(ending, ending)
    asked = None if ending.endswith(".gz") else draw(usually(None, *FORMS))
    output = f"out/{stem}.{ending}"
    files = (*case.files, *draw(usually((), ((output, _OLDER),))))
    case = replace(case, files=files, output=output, form=asked or form)
    return case, ["-o", output, *(["-f", asked] if asked else [])]

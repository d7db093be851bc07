"""Calls of `detente predict` with inputs, options and places for the output drawn at random."""

from pathlib import Path
from random import Random

from fuzzing import texts
from fuzzing.cases import Case
from fuzzing.inputs import Inputs, draw_inputs
from fuzzing.settings_cases import draw_actors

_FORMS = ("jsonl", "csv", "tsv", "parquet")
_ENDINGS = (*_FORMS, *_FORMS, "ndjson", "jsonl.gz", "csv.gz", "tsv.gz", "JSONL")
_ODD_ENCODINGS = (
    "rot13", "base64", "hex", "idna", "undefined", "", "utf8 ", "punycode", "mbcs", "unicode_escape",
)  # fmt: skip
_OLDER = b"what was there before\n"


def draw_predict(draw: Random, folder: Path, checkpoint: Path) -> Case:
    """One call; its files lie in `folder`, its output, where it has one, in `folder`/out."""
    text_column = draw.choice(("text",) * 8 + ("id", "Text", "x y", "", "é", "\udcff"))
    target_column = draw.choice((None, None, None, None, "target", "targets"))
    inputs = draw_inputs(draw, folder, text_column=text_column, target_column=target_column)
    case = Case("predict", [], folder, stdin=inputs.stdin, sources=inputs.sources)
    options = ["-c", str(checkpoint), *_named(inputs, text_column, target_column), *_draw_options(draw, case)]
    options += _draw_output(draw, case)
    case.argv = ["predict", *options, *inputs.arguments]
    if draw.random() < 0.2:
        case.argv = ["predict", *inputs.arguments, *options]
    if draw.random() < 0.01:
        case.argv = [*case.argv, draw.choice(("--no-such", "-o", "--limit", "--", "-h", "--format"))]
        case.sources = None
    return case


def draw_job(draw: Random, folder: Path, checkpoint: Path) -> Case:
    """A call with a job folder, mostly one that is not there yet."""
    case = draw_predict(draw, folder, checkpoint)
    job = folder / draw.choice(("job", "job", "job", "jöb", "j\udcffb"))
    case.argv.insert(1, f"--job={job}")
    if draw.random() < 0.8:
        case.argv.insert(1, f"--shard-size={draw.choice((1, 1, 2, 3, 10, 100, 0))}")
    kind = draw.random()
    if kind < 0.03:
        job.write_bytes(b"not a folder")
    elif kind < 0.06:
        job.mkdir()
        name = draw.choice(("manifest.json", "inputs.jsonl", "rows", "x", "part-00000.jsonl"))
        (job / name).write_bytes(
            draw.choice((b"", b"{}", b"[]", b"null", b'{"format": 1, "shards": []}', b"\xff"))
        )
    case.job = job
    if case.form != "nothing" and not job.exists():
        case.how = draw.choice(("inside", "resumed", "resumed", "short of room"))
    return case


def _named(inputs: Inputs, text_column: str, target_column: str | None) -> list[str]:
    options = []
    if text_column != "text":
        options.append(f"--text-column={text_column}")
    if target_column is not None:
        options.append(f"--target-column={target_column}")
    options.append(f"--encoding={inputs.encoding}")  # always: what is inferred is not known to the reference
    return options


def _draw_options(draw: Random, case: Case) -> list[str]:
    options = ["--threads=1"]
    if draw.random() < 0.15:
        case.limit = draw.choice((1, 2, 5, 1000))
        options.append(f"--limit={case.limit}")
    if draw.random() < 0.15:
        for _ in range(draw.randint(1, 3)):
            target = draw.choice((texts.targets(draw), "CN", "Japan", "US"))
            options.append(f"--target={target}".replace("\0", ""))
    if draw.random() < 0.03:
        odd = draw.choice(
            ("rot13", "base64", "idna", "undefined", "", "utf8 ", "punycode", "mbcs", "hex", "unicode_escape")
        )
        options.append(f"--encoding={odd}")
        case.sources = None
    if draw.random() < 0.05:
        options.append(draw.choice(("--limit=0", "--limit=x", "--threads=0", "--backend=onnx", "--backend=gpu",
                                    "--device=cpu", "--device=x", "--threads=64")))  # fmt: skip
    if draw.random() < 0.05:
        actors = case.folder / "actors.toml"
        actors.write_text(draw_actors(draw), "utf-8", "replace")
        options.append(f"--actors={actors}")
    return options


def _draw_output(draw: Random, case: Case) -> list[str]:
    if draw.random() < 0.3:
        if draw.random() < 0.5:
            return []
        case.form = draw.choice(_FORMS)
        return ["-f", case.form]
    out = case.folder / "out"
    out.mkdir()
    ending = draw.choice(_ENDINGS)
    case.form = {"ndjson": "jsonl", "JSONL": "jsonl"}.get(ending, ending)
    stem = draw.choice(("rows", "rows", "a b", "é", "[x]", "new\nline", "y" * 230, "\udcff"))
    case.output = out / f"{stem}.{ending}"
    options = []
    if draw.random() < 0.1 and not ending.endswith(".gz"):
        case.form = draw.choice(_FORMS)
        options = ["--format", case.form]
    kind = draw.random()
    if kind < 0.1:
        case.older = _OLDER
        case.output.write_bytes(_OLDER)
    elif kind < 0.15:
        odd = draw.choice((out, out / "nowhere" / "x.csv", out / "x.xlsx", out / "x.parquet.gz", out / "x",
                           out / ("z" * 300 + ".csv"), Path("/dev/full"), Path("/dev/null")))  # fmt: skip
        case.output, case.sources = None, None
        case.form = "nothing"
        return ["-o", str(odd), "-f", draw.choice(_FORMS)]
    return ["-o", str(case.output), *options]

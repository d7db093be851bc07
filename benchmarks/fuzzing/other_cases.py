"""Calls of the other commands: care of labelled data, pages, and commands given what another one reads."""

from pathlib import Path
from random import Random

from detente.batch.columns import FIXED_COLUMNS
from detente.model.labels import SOURCES, STANCES, TARGETS
from fuzzing import texts
from fuzzing.cases import Case, How
from fuzzing.files import draw_file, mutated, packed
from fuzzing.inputs import draw_inputs
from fuzzing.tables import Table, table_bytes

_PAIR_COLUMNS = ("text", "target", "label", "source", "id", "corpus", "publisher", "date")


def draw_data(draw: Random, folder: Path, _checkpoint: Path) -> Case:
    """One of the commands of `detente data` on files of labelled pairs."""
    case = Case("data", [], folder, output=folder / "out" / draw.choice(("x.jsonl", "\udcff.jsonl", "[b]")))
    first = str(_pair_file(draw, folder, "a"))
    target = ["--target", draw.choice(("JP", "", "[b]"))] if draw.random() < 0.2 else []
    match draw.randrange(4):
        case 0 | 1:
            files = [first, str(_pair_file(draw, folder, "b"))][: draw.randint(1, 2)]
            case.argv = ["data", "check", *files, *target, *draw.choice(([], ["--json"]))]
        case 2:
            shares = [draw.choice(("0.1", "0.2", "0", "0.5", "nan", "-1", "1e999", "inf")) for _ in range(2)]
            by = draw.choice(("statement", "corpus", "date", "x"))
            out = ["-o", str(folder / "out"), f"--dev={shares[0]}", f"--test={shares[1]}", "--by", by]
            case.argv = ["data", "split", first, *out, *target]
        case _:
            files = [str(_pair_file(draw, folder, "b")), str(_text_file(draw, folder))]
            column = draw.choice(("text", "text", "id", "nothing", ""))
            case.argv = ["data", "hydrate", first, *files[: draw.randint(1, 2)], "-o", str(case.output)]
            case.argv += ["--text-column", column]
    return case


def _pair_file(draw: Random, folder: Path, stem: str) -> Path:
    kind = draw.choice(("jsonl", "csv"))
    columns = list(_PAIR_COLUMNS[: draw.choice((3, 4, 8, 8))])
    rows = [[_pair_cell(draw, name) for name in columns] for _ in range(draw.choice((0, 1, 5, 30, 30)))]
    content = table_bytes(
        Table(columns, rows), kind, draw, draw.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16"))
    )
    packing = draw.choice(("", "", ".gz"))
    stored, _ = packed(mutated(content, draw, share=0.3), packing, draw)
    path = folder / f"{stem}.{draw.choice((kind, kind, kind, 'txt', 'csv'))}{packing}"
    path.write_bytes(stored)
    return path


def _pair_cell(draw: Random, name: str) -> object:
    if draw.random() < 0.01:
        return texts.value(draw)
    match name:
        case "text":
            return texts.statement(draw)
        case "target":
            return draw.choice(TARGETS)
        case "label":
            return draw.choice(STANCES)
        case "source":
            return draw.choice((None, "", "-", *SOURCES))
        case "date":
            return draw.choice((None, "2011", "2011-08", "2011-08-03", "x"))
        case "id":
            return draw.choice((None, "", "a1b2c3d4e5f6"))
        case _:
            return draw.choice((None, "wire", "posts", "é", "[x]"))


def _text_file(draw: Random, folder: Path) -> Path:
    path = folder / "texts.txt"
    path.write_bytes(mutated(texts.document_text(draw).encode("utf-8", "replace"), draw, share=0.3))
    return path


def draw_read(draw: Random, folder: Path, checkpoint: Path) -> Case:
    """`detente read` of a document, or of what is none."""
    drawn = draw_file(draw, kind=draw.choice(("txt", "txt", "md", "html", "html", "csv", "jsonl")))
    case = Case("read", [], folder, stdin=drawn.content, output=_page(draw, folder), sources=None)
    path = folder / drawn.name
    name = str(path)
    try:
        path.write_bytes(drawn.content)
    except OSError:
        name = "-"
    title = ["--title", draw.choice(("", "[b]", "</title><script>", "é"))] if draw.random() < 0.3 else []
    target = ["-t", draw.choice(("CN", "Japan", "x", ""))] if draw.random() < 0.2 else []
    document = name if draw.random() < 0.8 else draw.choice(("-", str(folder), "/nowhere.txt", ""))
    case.argv = [
        "read",
        "-c",
        str(checkpoint),
        "--threads=1",
        *title,
        *target,
        "-o",
        str(case.output),
        "--",
        document,
    ]
    return case


def draw_report(draw: Random, folder: Path, checkpoint: Path) -> Case:
    """`detente report` on prediction rows, sound, odd or damaged."""
    kind = draw.choice(("jsonl", "csv", "tsv", "parquet"))
    extra = draw.sample(("date", "publisher", "x", "typed", "é"), draw.randint(0, 3))
    rows = [
        [*_judged_row(draw), *(texts.value(draw) for _ in extra)] for _ in range(draw.choice((0, 1, 5, 40)))
    ]
    content = mutated(
        table_bytes(Table([*FIXED_COLUMNS, *extra], rows), kind, draw, "utf-8"), draw, share=0.3
    )
    packing = draw.choice(("", "", ".gz"))
    path = folder / f"rows.{kind}{packing}"
    path.write_bytes(packed(content, packing, draw)[0])
    case = Case("report", [], folder, output=_page(draw, folder), sources=None)
    options = []
    if draw.random() < 0.3:
        options.append(f"--period={draw.choice(('day', 'month', 'quarter', 'year', 'week', ''))}")
    for name in ("--date-column", "--publisher-column"):
        if draw.random() < 0.2:
            options.append(f"{name}={draw.choice((*extra, 'statement', 'position', 'score', '', 'nothing'))}")
    case.argv = ["report", str(path), "-c", str(checkpoint), "-o", str(case.output), *options]
    return case


def _judged_row(draw: Random) -> list[object]:
    stance = draw.choice((None, *STANCES))
    row: list[object] = [
        draw.choice(("wire.csv", "2011-08-03.txt", "-", "99999-99-99.txt", "2011-08.txt", None)),
        draw.choice((None, 1, 2, 30)),
        texts.statement(draw),
        None if stance is None else draw.choice((*TARGETS, "JP", "Ruritania", "")),
        stance,
        *(draw.choice((None, 0.5, 0.25, 1.0)) if stance is None else draw.random() for _ in range(4)),
        draw.choice((None, *SOURCES)),
        draw.choice((None, 0.5)),
        draw.choice((None, True, False)),
        draw.choice((None, True, False)),
        draw.choice((None, None, None, "text is null")),
        draw.choice((None, "tiny-0", "other")),
    ]
    if draw.random() < 0.05:
        row[draw.randrange(len(row))] = texts.value(draw)
    return row


def _page(draw: Random, folder: Path) -> Path:
    (folder / "out").mkdir()
    return folder / "out" / draw.choice(("page.html", "page.html", "\udcff.html", "[b]\n.htm", "page.txt"))


def draw_mixed(draw: Random, folder: Path, _checkpoint: Path) -> Case:
    """A command given what another one reads."""
    inputs = draw_inputs(draw, folder, text_column="text", target_column=None)
    command = draw.choice(
        (["data", "check"], ["actors"], ["info"], ["train"], ["report", "-o", "x.html"], ["no"], [])
    )
    how: How = "config" if command == ["train"] and len(inputs.arguments) == 1 else "inside"
    if command == ["train"] and how == "inside":
        command = ["--version"]
    return Case("mixed", [*command, *inputs.arguments], folder, how=how, stdin=inputs.stdin, sources=None)

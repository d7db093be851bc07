"""What a call is given to read: files, a folder with all that folders hold, a pipe, or what is not there."""

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from fuzzing import texts
from fuzzing.cases import Case, Source
from fuzzing.files import DOCUMENT_KINDS, ENCODINGS, MARKED, DrawnFile, draw_file
from fuzzing.tables import ROW_KINDS

KINDS = (*ROW_KINDS, *ROW_KINDS, *DOCUMENT_KINDS)


@dataclass(slots=True)
class Inputs:
    """Arguments that name the inputs, what a pipe gives, and what rows must come out of them.

    `encoding` is what the call names. `sources` are None where nothing can be said of them.
    """

    arguments: list[str] = field(default_factory=list)
    stdin: bytes = b""
    encoding: str = "utf-8"
    sources: list[Source] | None = field(default_factory=list)


def draw_inputs(draw: Random, folder: Path, *, text_column: str, target_column: str | None) -> Inputs:
    """Draw the inputs of one call and put their files into `folder`."""
    inputs = Inputs(encoding=draw.choice(ENCODINGS) if draw.random() < 0.2 else "utf-8")
    columns = {"text_column": text_column, "target_column": target_column}
    place = folder / draw.choice(("input", "in put", "é", "[x]"))
    place.mkdir()
    match draw.randrange(20):
        case 0 | 1 | 2 | 3:
            _fill_folder(draw, place, inputs, columns)
        case 4 | 5 | 6 | 7:
            _pipe(draw, inputs, columns)
        case 8:
            inputs.arguments = draw.choice(
                (["/nowhere.csv"], [str(place / "x.docx")], [""], ["/dev/null"], ["a\nb"])
            )
            inputs.sources = None
        case 9:
            inputs.arguments = [
                part for _ in range(draw.randint(1, 4)) for part in ("--text", _argument(draw))
            ]
            inputs.sources = None
        case _:
            for _ in range(draw.choice((1, 1, 1, 2, 3))):
                _add_file(draw, place, inputs, columns)
    return inputs


def draw_readers(draw: Random, folder: Path, _checkpoint: Path) -> Case:
    """A folder of many files of all kinds, read only: what is judged of it is left to other cases."""
    inputs = Inputs()
    place = folder / "input"
    place.mkdir()
    for number in range(20):
        drawn = _draw(draw, draw.choice(KINDS), inputs, {"text_column": "text", "target_column": None})
        # Numbered, so that no two have the same name.
        path = place / f"{number:02}{''.join(Path(drawn.name).suffixes[-2:])}"
        path.write_bytes(drawn.content)
        _expect(inputs, str(path), drawn)
    return Case("readers", ["predict", str(place)], folder, how="readers", sources=inputs.sources)


def _argument(draw: Random) -> str:
    # The system ends an argument at NUL.
    return texts.statement(draw).replace("\0", "") or " "


def _add_file(draw: Random, place: Path, inputs: Inputs, columns: dict[str, str | None]) -> None:
    drawn = _draw(draw, draw.choice(KINDS), inputs, columns)
    path = place / drawn.name
    if not path.exists() and _write(path, drawn.content):
        inputs.arguments.append(str(path))
        _expect(inputs, str(path), drawn)


def _draw(draw: Random, kind: str, inputs: Inputs, columns: dict[str, str | None]) -> DrawnFile:
    encoding = inputs.encoding if draw.random() < 0.9 else draw.choice(ENCODINGS)
    drawn = draw_file(
        draw,
        kind=kind,
        encoding=encoding,
        text_column=columns["text_column"] or "",
        target_column=columns["target_column"],
    )
    told = encoding == inputs.encoding or encoding in MARKED or kind == "parquet"
    # A stray byte in the name of a column is one that UTF-7 has no characters for.
    spelt = encoding != "utf-7" or "\udcff" not in f"{columns['text_column']}{columns['target_column']}"
    return replace(drawn, sound=drawn.sound and told and spelt)


def _expect(inputs: Inputs, document: str, drawn: DrawnFile) -> None:
    packing = Path(drawn.name).suffix.lower()
    source = Source(
        document,
        drawn.kind,
        packing if packing in (".gz", ".zst") else "",
        drawn.content,
        inputs.encoding,
        drawn.sound,
    )
    if inputs.sources is not None:
        inputs.sources.append(source)


def _write(path: Path, content: bytes) -> bool:
    try:
        path.write_bytes(content)
    except OSError:
        return False  # a name that this file system does not take
    return True


def _pipe(draw: Random, inputs: Inputs, columns: dict[str, str | None]) -> None:
    kind = draw.choice(KINDS)
    drawn = _draw(draw, kind, inputs, columns)
    inputs.arguments = draw.choice((["-"], ["-"], []))
    inputs.stdin = drawn.content
    if Path(drawn.name).suffix.lower() in (".gz", ".zst") or draw.random() < 0.2:
        inputs.sources = None  # a pipe is not unpacked, and what is guessed of its kind is not known here
        if draw.random() < 0.2:
            inputs.arguments += ["--input-format", draw.choice((*KINDS, ".CSV", "xlsx", "", "-", "csv.gz"))]
        return
    inputs.arguments += ["--input-format", draw.choice((kind, f".{kind}", kind.upper()))]
    _expect(inputs, "-", drawn)


def _fill_folder(draw: Random, place: Path, inputs: Inputs, columns: dict[str, str | None]) -> None:
    inputs.arguments = [str(place)]
    found: dict[Path, DrawnFile] = {}
    folders = [place]
    for _ in range(draw.randint(0, 6)):
        if draw.random() < 0.3:
            folders.append(draw.choice(folders) / draw.choice(("sub", "b.csv", "é", "2011", "\udcff")))
            folders[-1].mkdir(exist_ok=True)
        drawn = _draw(draw, draw.choice(KINDS), inputs, columns)
        path = draw.choice(folders) / drawn.name
        if not path.exists() and _write(path, drawn.content):
            found[path] = drawn
    if draw.random() < 0.4:
        _add_oddities(draw, draw.choice(folders))
        inputs.sources = None
    for path in sorted(found):
        _expect(inputs, str(path), found[path])


def _add_oddities(draw: Random, folder: Path) -> None:
    """Loops, links that lead nowhere or to what cannot be read, a pipe, and files that are not read at all."""
    for _ in range(draw.randint(1, 4)):
        name = draw.choice(("a", "m", "z")) + draw.choice(
            (".csv", ".txt.gz", ".parquet", ".html", "", ".jsonl")
        )
        path = folder / name
        if path.exists() or path.is_symlink():
            continue
        match draw.randrange(8):
            case 0:
                path.symlink_to(folder)
            case 1:
                path.symlink_to("..")
            case 2:
                path.symlink_to("nowhere")
            case 3:
                path.symlink_to(path.name)
            case 4:
                path.symlink_to("/proc/self/mem")  # a file that opens and cannot be read
            case 5:
                os.mkfifo(path)
            case 6:
                path.write_bytes(b"text\nBeijing waited.\n")
                path.chmod(0)
            case _:
                (
                    folder / draw.choice((".hidden.csv", "x.docx", "noending", ".csv", "x.csv.bz2"))
                ).write_bytes(b"x")

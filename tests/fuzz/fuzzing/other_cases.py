"""Calls of the other commands: labelled data, pages, configs, actor files, checkpoints, and mixed-up inputs."""

from typing import NamedTuple

from hypothesis import strategies as st

from detente.batch.columns import FIXED_COLUMNS
from detente.model.labels import SOURCES, STANCES, TARGETS
from fuzzing import texts
from fuzzing.cases import Case
from fuzzing.damage import damaged, packed
from fuzzing.files import input_files
from fuzzing.tables import table_bytes
from fuzzing.texts import usually

Cells = dict[str, st.SearchStrategy[object]]

_DATES = st.sampled_from((None, "2011", "2011-08", "2011-08-03", "x"))
_PAIR_CELLS: Cells = {
    "text": texts.statements,
    "target": st.sampled_from(TARGETS),
    "label": st.sampled_from(STANCES),
    "source": st.sampled_from((None, "", "-", *SOURCES)),
    "id": st.sampled_from((None, "", "a1b2c3d4e5f6")),
    "corpus": st.sampled_from((None, "wire", "é", "[x]")),
    "date": _DATES,
}
_ROW_CELLS: Cells = {
    **dict.fromkeys(FIXED_COLUMNS, st.sampled_from((None, 0.5, 1.0, True))),
    "document": st.sampled_from(("wire.csv", "2011-08-03.txt", "-", "99999-99-99.txt", None)),
    "position": st.sampled_from((None, 1, 30)),
    "statement": texts.statements,
    "target": st.sampled_from((*TARGETS, "JP", "", None)),
    "stance": st.sampled_from((None, *STANCES)),
    "source": st.sampled_from((None, *SOURCES)),
    "error": usually(None, "text is null"),
    "checkpoint": st.sampled_from((None, "tiny-0", "other")),
    "date": _DATES,
}
# Lines of a config, so that any few of them make a file.
_SOUND_CONFIG = ("name: x", "base_model: random", "data: {train: [a.jsonl], dev: [b.jsonl]}")
_ODD_CONFIG = (
    "data: [1]", "data:", "seed: 1e3", "seed: 0x1F", "seed: true", "seed: 0b", "seed: 1:99:1", "seed: !!int ''",
    "seed: " + "9" * 5000, "epochs: .nan", "epochs: .inf", "epochs: !!float x", "epoch: 3", "max_tokens: 5",
    "wording: {opening: '['}", "wording: {target: '{}'}", "optimiser: {lr: 1}", "batch_size: 99999999999999999999999",
    "objective: null", "report_to: [none, wandb]", "report_to: {a: 1}", "base_model: 5", "name: 2011-08-03",
    "base_model: !!python/name:os.system", 'run_folder: "\\0"', "d: 2011-99-99", "- x", "? [a]", "? {a: b}\n: c",
    "[a]: b", "1: 2", "null: 3", "a: &a [*a]", "<<: 5", "<<: {a: 1}", "é: 日本", "x: !!binary '@'", "x: !!timestamp x",
    "x: !!omap [1]", "x: !!set [1]", "\t", "%YAML 9.9", "---", "...", "{" * 900, "[" * 5000,
)  # fmt: skip
_OVERRIDES = (
    "epochs=2", "epochs=nan", "epochs", "=", ".=1", "a.b.c=1", "a..b=2", "name.x=1", "name=1_0", "é=1", "seed=inf",
    "seed=[*a]", "seed=" + "[" * 3000, "seed=2011-99-99", "seed=1:99", "x=!!int ''", "optimiser=", "data.train=[",
    "optimiser.learning_rate=1e-4", "data.train.0=x", "data.limit=0", "wording.target={name}", "report_to=none",
)  # fmt: skip
_ODD_ACTORS = (
    "[ACME]", "[CN]", "[x]", "[]", '["é"]', '["[b]"]', "[US.x]", 'name = "Acme"', 'names = ["Acme", ""]',
    'names = ["(", "\\u0000"]', "default = true", "default = 5", "names = 5", "name = []", 'not = ["x"]',
    'capital = ["Acme"]', "names = [[1]]", "names = [", "= 1", "name = nan", "names = []", 'name = "\\ud800"',
)  # fmt: skip
_ODD_COMMANDS = (("data", "check"), ("actors",), ("info",), ("report", "-o", "out/x.html"), ("no",))
_CHECKPOINT_FILES = (
    "detente.json",
    "config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "model.safetensors",
)


@st.composite
def _stored(draw: st.DrawFn, path: str, cells: Cells) -> tuple[tuple[str, bytes]]:
    """A file of such cells and one odd column, perhaps packed or damaged."""
    columns = cells | {"x": texts.values}
    rows = draw(st.lists(st.tuples(*columns.values()), max_size=8)) * draw(usually(1, 12))
    content = draw(damaged(draw(table_bytes(path.rpartition(".")[2], list(columns), rows))))
    packing = draw(usually("", ".gz"))
    return ((path + packing, draw(packed(content, packing))[0]),)


@st.composite
def data_cases(draw: st.DrawFn) -> Case:
    """`detente data check`, `split` and `hydrate` on files of labelled pairs."""
    first = draw(_stored(draw(st.sampled_from(("in/a.jsonl", "in/a.csv"))), _PAIR_CELLS))
    second = draw(_stored("in/b.jsonl", _PAIR_CELLS))
    text = (("in/texts.txt", draw(texts.documents).encode("utf-8", "replace")),)
    share = st.sampled_from(("0.2", "0", "0.5", "nan", "-1", "1e999", "inf"))
    by = draw(st.sampled_from(("statement", "corpus", "date", "x")))
    read, *options = draw(
        st.sampled_from(
            (
                ("check", second[0][0]),
                ("check", "--json", "--target=JP"),
                ("split", "-o", "out/split", f"--dev={draw(share)}", f"--test={draw(share)}", f"--by={by}"),
                ("hydrate", second[0][0], text[0][0], "-o", "out/x.jsonl"),
                ("hydrate", second[0][0], "-o", "out/x.jsonl", "--text-column=id"),
            )
        )
    )
    return Case(("data", read, first[0][0], *options), files=first + second + text)


@st.composite
def report_cases(draw: st.DrawFn) -> Case:
    """`detente report` on prediction rows, sound, odd or damaged."""
    page = "out/" + draw(usually("page.html", "\udcff.html", "[b]\n.htm", "page.txt"))
    rows = draw(
        _stored(f"in/rows.{draw(st.sampled_from(('jsonl', 'csv', 'tsv', 'parquet', 'xlsx')))}", _ROW_CELLS)
    )
    options = draw(usually((), ("--period=week",), ("--period=",), ("--period=day", "--date-column=x")))
    return Case(("report", rows[0][0], "-c", "checkpoint", "-o", page, *options), files=rows, output=page)


@st.composite
def read_cases(draw: st.DrawFn) -> Case:
    """`detente read` of a document, or of what is none."""
    file = draw(input_files(("txt", "html", "md", "docx", "csv")))
    options = draw(usually((), ("--title=</title><script>",), ("--title=",), ("-t", "Japan"), ("-t", "")))
    argv = ("read", "-c", "checkpoint", "--threads=1", *options, "-o", "out/page.html", "--")
    document = draw(usually(file.path, "-", "in", "/nowhere.txt", ""))
    files = ((file.path, file.content),)
    return Case((*argv, document), files=files, stdin=file.content, output="out/page.html")


def _lines_file(path: str, lines: st.SearchStrategy[list[str]]) -> st.SearchStrategy[Case]:
    content = lines.flatmap(lambda chosen: damaged("\n".join(chosen).encode("utf-8", "replace")))
    return content.map(lambda data: Case((path,), files=((path, data),)))


_few = st.lists(st.sampled_from(_ODD_CONFIG), max_size=3)
config_cases = st.tuples(
    _lines_file("in/config.yaml", _few | _few.map(lambda lines: [*_SOUND_CONFIG, *lines])),
    st.lists(st.sampled_from(_OVERRIDES), max_size=2),
)
actor_cases = st.builds(
    lambda case, text: Case(("actors", "--actors", *case.argv, "--", text), files=case.files),
    _lines_file("in/own.toml", st.lists(st.sampled_from(_ODD_ACTORS), max_size=4)),
    texts.arguments,
)
mixed_cases = st.builds(
    lambda command, file: Case((*command, file.path), files=((file.path, file.content),)),
    st.sampled_from(_ODD_COMMANDS),
    input_files(),
)


class Damage(NamedTuple):
    """What is done to a checkpoint: a setting is replaced, or a file cut or overwritten at `at`."""

    name: str
    setting: int | None
    value: object
    at: int
    piece: bytes | None


damages = st.builds(
    Damage,
    st.sampled_from(_CHECKPOINT_FILES),
    st.none() | st.integers(0, 20),
    texts.values,
    st.integers(0, 1 << 14),
    st.none() | st.binary(max_size=8),
)

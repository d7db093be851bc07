"""Calls of the other commands: labelled data, pages, configs, actor files, checkpoints, and mixed-up inputs."""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from detente.batch.rows import FIXED_COLUMNS
from detente.model.labels import SOURCES, STANCES, TARGETS
from fuzzing import texts
from fuzzing.cases import Case
from fuzzing.files import damaged, input_files, packed
from fuzzing.tables import table_bytes
from fuzzing.texts import usually

_PAIR_CELLS = {
    "text": texts.statements,
    "target": st.sampled_from(TARGETS),
    "label": st.sampled_from(STANCES),
    "source": st.sampled_from((None, "", "-", *SOURCES)),
    "id": st.sampled_from((None, "", "a1b2c3d4e5f6")),
    "corpus": st.sampled_from((None, "wire", "é", "[x]")),
    "publisher": st.sampled_from((None, "wire")),
    "date": st.sampled_from((None, "2011", "2011-08", "2011-08-03", "x")),
}
_SHARES = st.sampled_from(("0.2", "0", "0.5", "nan", "-1", "1e999", "inf"))
_PROBABILITIES = st.sampled_from((None, 0.5, 0.25, 1.0))
_ROW_CELLS = {
    **dict.fromkeys(FIXED_COLUMNS, _PROBABILITIES),
    "document": st.sampled_from(("wire.csv", "2011-08-03.txt", "-", "99999-99-99.txt", None)),
    "position": st.sampled_from((None, 1, 2, 30)),
    "statement": texts.statements,
    "target": st.sampled_from((*TARGETS, "JP", "", None)),
    "stance": st.sampled_from((None, *STANCES)),
    "source": st.sampled_from((None, *SOURCES)),
    "too_close": st.sampled_from((None, True, False)),
    "truncated": st.sampled_from((None, True, False)),
    "error": usually(None, "text is null"),
    "checkpoint": st.sampled_from((None, "tiny-0", "other")),
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
    'name = "Acme"', 'names = ["Acme", ""]', 'names = ["(", "\\u0000"]', "default = true", "default = 5", "names = 5",
    "name = []", 'not = ["x"]', 'capital = ["Acme"]', "names = [[1]]", "names = [", "= 1", "name = nan", "names = []",
    'name = "\\ud800"',
)  # fmt: skip
_CHECKPOINT_FILES = (
    "detente.json",
    "config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "model.safetensors",
)


@st.composite
def _stored(
    draw: st.DrawFn, cells: dict[str, st.SearchStrategy[Any]], kinds: tuple[str, ...], stem: str
) -> Case:
    """A file of such cells, perhaps packed or damaged, as a case without a call."""
    extra = dict.fromkeys(draw(st.lists(st.sampled_from(("date2", "x", "é")), max_size=2)), texts.values)
    columns = cells | extra
    rows = draw(st.lists(st.tuples(*columns.values()), max_size=8)) * draw(usually(1, 12))
    kind = draw(st.sampled_from(kinds))
    content = draw(damaged(draw(table_bytes(kind, list(columns), rows))))
    packing = draw(usually("", ".gz"))
    path = f"in/{stem}.{kind}{packing}"
    return Case((path,), files=((path, draw(packed(content, packing))[0]),))


@st.composite
def data_cases(draw: st.DrawFn) -> Case:
    """`detente data check`, `split` and `hydrate` on files of labelled pairs."""
    cells = dict(list(_PAIR_CELLS.items())[: draw(st.sampled_from((8, 4, 3)))])
    first, second = (draw(_stored(cells, ("jsonl", "csv"), stem)) for stem in "ab")
    text = ("in/texts.txt", draw(texts.documents).encode("utf-8", "replace"))
    command = draw(st.sampled_from(("check", "split", "hydrate")))
    files = (*first.files, *second.files, text)
    if command == "check":
        argv = [*first.argv, *second.argv, *draw(usually((), ("--json",)))]
    elif command == "split":
        by = draw(usually("statement", "corpus", "date", "x", share=5))
        argv = [
            *first.argv,
            "-o",
            "out/split",
            f"--dev={draw(_SHARES)}",
            f"--test={draw(_SHARES)}",
            f"--by={by}",
        ]
    else:
        argv = [
            *first.argv,
            *second.argv,
            text[0],
            "-o",
            "out/x.jsonl",
            f"--text-column={draw(usually('text', 'id', ''))}",
        ]
    argv += draw(usually([], ["--target", "JP"], ["--target", ""]))
    return Case(("data", command, *argv), files=files)


@st.composite
def page_cases(draw: st.DrawFn) -> Case:
    """`detente report` on prediction rows and `detente read` of a document, sound, odd or damaged."""
    page = "out/" + draw(usually("page.html", "\udcff.html", "[b]\n.htm", "page.txt"))
    if draw(st.booleans()):
        rows = draw(_stored(_ROW_CELLS, ("jsonl", "csv", "tsv", "parquet"), "rows"))
        options = draw(usually((), ("--period=week",), ("--period=",), ("--period=day", "--date-column=x")))
        return Case(
            ("report", *rows.argv, "-c", "checkpoint", "-o", page, *options), files=rows.files, output=page
        )
    file = draw(input_files(("txt", "html", "md", "csv")))
    document = draw(usually(file.path, "-", "in", "/nowhere.txt", ""))
    options = draw(usually((), ("--title=</title><script>",), ("--title=",), ("-t", "Japan"), ("-t", "")))
    argv = ("read", "-c", "checkpoint", "--threads=1", *options, "-o", page, "--", document)
    return Case(argv, files=((file.path, file.content),), stdin=file.content, output=page)


@st.composite
def config_cases(draw: st.DrawFn) -> Case:
    """A training config with its overrides."""
    sound = _SOUND_CONFIG if draw(st.booleans()) else ()
    lines = [*sound, *draw(st.lists(st.sampled_from(_ODD_CONFIG), max_size=3))]
    content = draw(damaged("\n".join(lines).encode()))
    overrides = draw(st.lists(st.sampled_from(_OVERRIDES), max_size=2))
    return Case(("in/config.yaml", *overrides), files=(("in/config.yaml", content),))


@st.composite
def odd_cases(draw: st.DrawFn) -> Case:
    """`detente actors` with an odd file, and commands given what another one reads."""
    if draw(st.booleans()):
        code = draw(st.sampled_from(("ACME", "CN", "x", "", '"é"', '"[b]"', "A" * 100, "US.x")))
        lines = [f"[{code}]", *draw(st.lists(st.sampled_from(_ODD_ACTORS), max_size=3, unique=True))]
        content = draw(damaged("\n".join(lines).encode()))
        argv = ("actors", "--actors", "in/own.toml", "--", *draw(st.lists(texts.arguments, max_size=1)))
        return Case(argv, files=(("in/own.toml", content),))
    file = draw(input_files())
    command = draw(
        st.sampled_from((("data", "check"), ("actors",), ("info",), ("report", "-o", "out/x.html"), ("no",)))
    )
    return Case((*command, file.path), files=((file.path, file.content),))


@dataclass(frozen=True)
class Damage:
    """What is done to a checkpoint: `name` is removed, or changed at `at`, or one of its settings is replaced."""

    name: str
    setting: int | None
    value: object
    cut: bool
    at: int
    piece: bytes


damages = st.builds(
    Damage,
    st.sampled_from(_CHECKPOINT_FILES),
    st.none() | st.integers(0, 20),
    texts.values,
    st.booleans(),
    st.integers(0, 1 << 14),
    st.binary(max_size=8),
)

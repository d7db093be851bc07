"""Frames of pandas, polars and pyarrow in, a frame of the same library with the predictions out."""

from array import array
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar, cast

import numpy as np

from detente.model.errors import InputError, require_modules
from detente.model.labels import STANCES
from detente.model.prediction import Prediction
from detente.model.suggestion import perhaps_meant

if TYPE_CHECKING:
    import narwhals

# Rows of the frame that are predicted together; their texts are in memory as Python's own once at a time.
CHUNK_ROWS: Final = 4096

_TARGET_SEPARATOR: Final = ";"
_NUMBERS: Final = ("score", "p_source")
_TRUTHS: Final = ("too_close", "truncated")


class Frame(Protocol):
    """A table that gives its columns as Arrow (the PyCapsule interface), as pandas, polars and pyarrow have it.

    A single column gives itself as Arrow too, and has no `columns`.
    """

    @property
    def columns(self) -> object:
        """Its columns, or their names."""
        ...

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return the table as an Arrow stream."""
        ...


AnyFrame = TypeVar("AnyFrame", bound=Frame)

# Predicts statements with the targets of each, None for those that it mentions: for each statement, its predictions.
PredictStatements = Callable[[Sequence[object], Sequence[tuple[str, ...] | None]], list[list[Prediction]]]


def predict_frame(
    frame: AnyFrame,
    predict: PredictStatements,
    *,
    text_column: str | int,
    target_column: str | int | None,
    targets: tuple[str, ...] | None,
) -> AnyFrame:
    """Predict the statements of a frame, in its order: one row a statement and target, one for those without.

    The result has the columns `row` (from 0), `target`, `stance`, `score`, `p_` and each stance, `source`,
    `p_source`, `too_close`, `truncated` and `error`; in pandas also the index of the frame. A statement has the
    targets of its cell in `target_column` (";" between several), else `targets`, else those that it mentions.
    Raises InputError where narwhals is missing, the frame is lazy or no frame, or a column is not there.
    """
    table = _opened(frame)
    _require(table, text_column)
    if target_column is not None:
        _require(table, target_column)
    columns = _Columns()
    for start in range(0, len(table), CHUNK_ROWS):
        chunk = table[start : start + CHUNK_ROWS]
        texts = _values(chunk, text_column)
        cells = [None] * len(texts) if target_column is None else _values(chunk, target_column)
        named = [_targets(cell) or targets for cell in cells]
        for number, predictions in enumerate(predict(texts, named), start=start):
            for prediction in predictions or (None,):
                columns.add(number, prediction)
    return cast(AnyFrame, columns.frame_like(table))


def _opened(frame: object) -> "narwhals.DataFrame[Any]":
    require_modules(["narwhals"], "frames", need="frames need")
    import narwhals

    try:
        return narwhals.from_native(cast(Any, frame), eager_only=True)
    except TypeError as error:
        raise InputError(
            f"{type(frame).__name__} is no frame that can be read; accepted are the frames of pandas, polars and "
            "pyarrow (call collect() on a lazy one first)"
        ) from error


def _require(table: "narwhals.DataFrame[Any]", name: str | int) -> None:
    # pandas may number its columns, as it does for a file without a header.
    names: list[object] = list(table.columns)
    if names.count(name) == 1:
        return
    if name in names:
        raise InputError(f"the frame has {names.count(name)} columns {name!r}; give each its own name")
    texts = [one for one in names if isinstance(one, str)]
    raise InputError(
        f"the frame has no column {name!r}; its columns are {', '.join(map(repr, names)) or 'none'}"
        f"{perhaps_meant(name, texts) if isinstance(name, str) else ''}"
    )


def _values(table: "narwhals.DataFrame[Any]", name: str | int) -> list[object]:
    return table.get_column(cast(str, name)).to_list()


def _targets(cell: object) -> tuple[str, ...] | None:
    """Return the targets that a cell names, each once; None where it is empty or missing."""
    if isinstance(cell, str):
        names = [name.strip() for name in cell.split(_TARGET_SEPARATOR)]
    elif isinstance(cell, list | tuple):
        names = [str(name).strip() for name in cell]
    elif cell is None or type(cell).__name__ == "NAType" or cell != cell:
        return None
    else:
        names = [str(cell)]  # no actor: the prediction says so
    return tuple(dict.fromkeys(name for name in names if name)) or None


class _Columns:
    """The columns of the result, packed: numbers as doubles, and each distinct text once."""

    def __init__(self) -> None:
        self._rows = array("q")
        self._numbers = {
            name: array("d") for name in ("score", *(f"p_{stance}" for stance in STANCES), "p_source")
        }
        self._truths: dict[str, array[int]] = {name: array("b") for name in _TRUTHS}
        self._texts: dict[str, list[str | None]] = {
            name: [] for name in ("target", "stance", "source", "error")
        }
        self._known: dict[str, str] = {}

    def add(self, row: int, prediction: Prediction | None) -> None:
        """Add the prediction of a statement; None is one that mentions no target."""
        prediction = prediction or Prediction(None, "")
        self._rows.append(row)
        for name in _NUMBERS:
            self._add_number(name, getattr(prediction, name))
        for stance in STANCES:
            self._add_number(f"p_{stance}", prediction.probabilities.get(stance))
        for name in _TRUTHS:
            self._truths[name].append(getattr(prediction, name))
        for name, texts in self._texts.items():
            text = getattr(prediction, name) or None
            texts.append(text and self._known.setdefault(text, text))

    def _add_number(self, name: str, value: float | None) -> None:
        self._numbers[name].append(np.nan if value is None else value)

    def frame_like(self, table: "narwhals.DataFrame[Any]") -> object:
        """Return the columns as a frame of the library of `table`, with its index where it has one."""
        import narwhals

        rows = np.asarray(self._rows, np.int64)
        numbers = {name: np.asarray(values) for name, values in self._numbers.items()}
        truths = {name: np.asarray(values, np.bool_) for name, values in self._truths.items()}
        values = {"row": rows, **self._texts, **numbers, **truths}
        kinds = {
            "row": narwhals.Int64,
            **dict.fromkeys(self._texts, narwhals.String),
            **dict.fromkeys(numbers, narwhals.Float64),
            **dict.fromkeys(truths, narwhals.Boolean),
        }
        names = ["row", "target", "stance", *numbers]
        names[names.index("p_source") : names.index("p_source")] = ["source"]
        names += [*truths, "error"]
        result = narwhals.from_dict(
            {name: values[name] for name in names},
            schema={name: kinds[name]() for name in names},
            backend=table.implementation,
        ).with_columns(narwhals.col(*numbers).fill_nan(None))
        native = result.to_native()
        index = narwhals.maybe_get_index(table)
        if index is not None:
            native.index = index.take(rows)
        return native

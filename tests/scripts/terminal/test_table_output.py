"""Tables of figures as aligned text for a terminal."""

import pytest
from rich.cells import cell_len

from detente.measure.intervals import Interval
from detente.measure.tables import Table
from detente.scripts.terminal.table_output import to_text

TABLE = Table(
    ("target", "net stance", "rows", "note"),
    (
        ("US", Interval(0.25, -0.125, 0.5), 1200, None),
        ("US", None, 7, "=few"),
        ("北", Interval(-0.001, -1.0, 1.0), 0, "a\tb"),
    ),
)


def test_a_terminal_shows_aligned_columns_and_repeats_no_key() -> None:
    assert to_text(TABLE, keys=1).splitlines() == [
        "target          net stance   rows  note",
        "US      0.25 (-0.12, 0.50)  1,200  –",
        "                         –      7  =few",
        "北      0.00 (-1.00, 1.00)      0  a b",
    ]


@pytest.mark.parametrize("sign", ["a", "北"])
def test_a_long_cell_is_cut_to_forty_columns_and_a_short_one_stays(sign: str) -> None:
    long, short = sign * 50, sign * 20
    _, cut, whole = to_text(Table(("statement",), ((long,), (short,)))).splitlines()
    assert cut.endswith("…")
    assert 38 <= cell_len(cut) <= 40
    assert whole == short

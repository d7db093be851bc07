"""Of a record that cannot be parsed its first line is lost, at a cost that does not grow with the file."""

import csv
import io
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.batch.readers import csv_rows
from detente.batch.readers.csv_rows import CsvRecords

# Read from outside quotes it leaves quotes open, and read from inside too.
UNCLOSED = '5","y\n'


def records_of(text: str, limit: int) -> list[tuple[list[str], int, bool]]:
    reader = io.TextIOWrapper(io.BytesIO(text.encode()), newline="")
    records = CsvRecords(reader, delimiter=",", limit=limit)
    return [(record.fields, record.line, record.error is not None) for record in records]


def expected(lines: list[str], limit: int) -> list[tuple[list[str], int, bool]]:
    """Try each record from its first line on, whatever was tried before."""
    found, start = [], 0
    while start < len(lines):
        taken: list[str] = []

        def growing(start: int = start, taken: list[str] = taken) -> Iterator[str]:
            for line in lines[start:]:
                taken.append(line)
                if sum(map(len, taken)) >= limit:
                    raise csv.Error
                yield line

        try:
            fields = next(csv.reader(growing(), strict=True))
        except csv.Error:
            found.append(([], start + 1, True))
            start += 1
        else:
            if fields:
                found.append((fields, start + 1, False))
            start += len(taken)
    return found


@given(
    st.lists(
        st.sampled_from(['a,"b\n', 'c"\n', '"\n', '"",d\n', '""e"\n', UNCLOSED, "f\n", "\n"]), max_size=20
    ),
    st.sampled_from([9, 14, 25, 1000]),
)
def test_what_is_known_of_lines_changes_no_record(lines: list[str], limit: int) -> None:
    assert records_of("".join(lines), limit) == expected(lines, limit)


@pytest.mark.parametrize("limit", [500, 1_000_000])
@pytest.mark.parametrize("last", ["", 'x"y\n', 'x"\n'])
def test_no_line_is_parsed_more_than_a_few_times(
    monkeypatch: pytest.MonkeyPatch, limit: int, last: str
) -> None:
    parsed = 0
    plain = csv.reader

    def counting(lines: Iterable[str], **options: object) -> Iterator[list[str]]:
        def counted() -> Iterator[str]:
            nonlocal parsed
            for line in lines:
                parsed += 1
                yield line

        return plain(counted(), **options)  # type: ignore[call-overload]

    monkeypatch.setattr(csv_rows.csv, "reader", counting)
    assert records_of(UNCLOSED * 2000 + last, limit)
    assert parsed < 5 * 2000 + 1000

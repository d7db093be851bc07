"""Who held which office when: what a surname means in a document of a known date."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Self

from detente.model.errors import ActorsError
from detente.model.text.actor_list import fold
from detente.model.text.list_file import check_keys, check_tables, read_tables, read_texts

__all__ = ["Holder", "Offices", "read_offices"]

SHIPPED_OFFICES = Path(__file__).parent / "offices.toml"

OFFICE_KEYS = ("title", "holders")
HOLDER_KEYS = ("name", "from", "to", "surnames")
SURNAME_ORDERS = ("first", "last")


@dataclass(frozen=True, slots=True)
class Holder:
    """A person in an office of the actor `code`: the first and the last day of it, None where no end is known."""

    code: str
    name: str
    surname: str
    office: str
    since: date
    until: date | None

    def holds_on(self, day: date) -> bool:
        """Whether the holder was in office on `day`."""
        return self.since <= day and (self.until is None or day <= self.until)


class Offices:
    """Finds the holders of offices by surname or full name; build it with `from_files`."""

    def __init__(self, holders: Iterable[tuple[tuple[str, ...], Holder]]) -> None:
        """Index `holders`, each with the surnames it is found by, in the order in which they are to be returned."""
        self._by_name: dict[str, list[Holder]] = {}
        for surnames, holder in holders:
            for name in dict.fromkeys(_fold(name) for name in (*surnames, holder.name)):
                self._by_name.setdefault(name, []).append(holder)

    @classmethod
    def from_files(cls, *paths: Path) -> Self:
        """Read the shipped offices, then those in the actor lists at `paths`.

        Raises ActorsError, naming file and key, for a file that cannot be read, bad TOML, an unknown key, a
        value of the wrong kind, an office without a title, a holder without a name, and dates in no order.
        """
        return cls(pair for path in (SHIPPED_OFFICES, *paths) for pair in read_offices(path))

    def holders(self, surname: str, day: date | None = None) -> tuple[Holder, ...]:
        """Return who bears `surname` (or has it for a full name), and was in office on `day` unless it is None.

        Case and hyphens do not count. The holders come in the order of the files: for each state the highest
        office first, and in an office the earliest holder. Somebody with two offices comes twice.
        """
        found = self._by_name.get(_fold(surname), ())
        return tuple(holder for holder in found if day is None or holder.holds_on(day))


def _fold(name: str) -> str:
    return fold(name.strip())


def read_offices(path: Path) -> Iterator[tuple[tuple[str, ...], Holder]]:
    """Return the holders in an actor list, each with their surnames; raises ActorsError as `Offices.from_files`."""
    for code, table in read_tables(path).items():
        if not isinstance(table, Mapping) or "office" not in table:
            continue
        where = f"{path}: {code}"
        order = table.get("surname", "last")
        if order not in SURNAME_ORDERS:
            raise ActorsError(f"{where}.surname: {order!r} is not {' or '.join(SURNAME_ORDERS)}")
        for number, office in enumerate(check_tables(table["office"], f"{where}.office"), start=1):
            yield from _read_office(code, office, f"{where}.office {number}", surname_first=order == "first")


def _read_office(
    code: str, office: Mapping[str, object], where: str, *, surname_first: bool
) -> Iterator[tuple[tuple[str, ...], Holder]]:
    check_keys(office, OFFICE_KEYS, where)
    title = _text(office, "title", where)
    rows = check_tables(office.get("holders", []), f"{where}.holders")
    for number, row in enumerate(rows, start=1):
        row_key = f"{where}.holders {number}"
        check_keys(row, HOLDER_KEYS, row_key)
        name = _text(row, "name", row_key)
        words = name.split()
        own = words[0] if surname_first else words[-1]
        surnames = tuple(read_texts(row, "surnames", row_key)) if "surnames" in row else (own,)
        since = _day(row, "from", row_key)
        until = _day(row, "to", row_key, last=True) if "to" in row else None
        if until is not None and until < since:
            raise ActorsError(f"{row_key}: {name} leaves office on {until}, before {since}")
        yield surnames, Holder(code, name, own, title, since, until)


def _text(table: Mapping[str, object], key: str, where: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ActorsError(f"{where}.{key}: a text is needed, not {value!r}")
    return value.strip()


def _day(row: Mapping[str, object], key: str, where: str, *, last: bool = False) -> date:
    """Return the day under `key`; of a bare year or month the first day, or the `last`."""
    value = str(row.get(key, ""))
    try:
        if value.count("-") == 2:
            return date.fromisoformat(value)
        year, _, month = value.partition("-")
        first = date(int(year), int(month or (12 if last else 1)), 1)
    except ValueError as error:
        raise ActorsError(
            f'{where}.{key}: {value!r} is not a date; write "2013", "2013-03" or "2013-03-14"'
        ) from error
    return first.replace(day=monthrange(first.year, first.month)[1]) if last else first

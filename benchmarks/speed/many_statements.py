"""As many different statements as one asks for, made of the project's own."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import count

# None of these is the name of an actor that a statement could be judged toward.
PLACES = (
    "Geneva", "Vienna", "Nairobi", "Oslo", "Jakarta", "Lima", "Ottawa", "Cairo", "Rome", "Helsinki",
    "Bangkok", "Brasilia", "Dakar", "Madrid", "Canberra", "Ankara", "Warsaw", "Hanoi", "Doha", "Lisbon",
)  # fmt: skip
OPENINGS = (
    "{place}, {day}: {text}",
    "{place}, {day} - {text}",
    "({place}, {day}) {text}",
    "{day}, {place}. {text}",
)
FIRST_DAY, DAYS = date(1990, 1, 1), 12_000
DATELINES = DAYS * len(PLACES) * len(OPENINGS)
# Has no divisor in common with DATELINES, so that steps of it come by all of them before one returns.
STEP = 271_829


def many_statements(own: Sequence[str], *, seed: int = 13) -> Iterator[str]:
    """Yield statements of which no two are equal: those of `own` over and over, every time under another dateline.

    The statements of `own` are different from one another. Each round takes them in another order; the
    orders and the datelines depend on `seed`. Raises ValueError when each statement has had every dateline.
    """
    draw = random.Random(seed)
    first = [draw.randrange(DATELINES) for _ in own]
    for turn in count():
        if turn == DATELINES or not own:
            raise ValueError(f"{len(own):,} statements under {DATELINES:,} datelines give no more than these")
        for place in draw.sample(range(len(own)), len(own)):
            yield under_dateline(own[place], (first[place] + turn * STEP) % DATELINES)


def under_dateline(statement: str, number: int) -> str:
    """Put a statement under dateline `number`, below DATELINES; each number gives another text."""
    number, day = divmod(number, DAYS)
    opening, place = divmod(number, len(PLACES))
    when = FIRST_DAY + timedelta(days=day)
    return OPENINGS[opening].format(place=PLACES[place], day=f"{when.day} {when:%B %Y}", text=statement)

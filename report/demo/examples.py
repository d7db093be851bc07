"""Statements of our own to try; they are invented and report nothing."""

from typing import Final

EXAMPLES: Final = (
    "Beijing thanked Seoul for sending engineers after the dam burst.",
    "The North called the joint drill of Washington and Seoul a rehearsal for war.",
    "North Korea fired two missiles into the sea on Friday.",
    "Washington may lift its tariffs on Chinese steel if Beijing opens its ports.",
    "China rejected the American charge that it hides the true size of its fleet.",
    "The minister flew to Seoul on Monday. South Korea welcomed his offer of talks, but Pyongyang said "
    "that it would not sit at one table with the United States.",
)

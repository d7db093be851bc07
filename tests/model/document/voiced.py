"""Who speaks in statements, for tests of the rules that tell it."""

from detente.model.document.persons import Persons
from detente.model.document.rules.english import english_rules
from detente.model.document.speakers import follow_speakers
from detente.model.text.actor_finder import ActorFinder
from detente.model.text.offices import Offices

FINDER = ActorFinder.from_files()


def voices(statements, *, own=None, labels=None):
    """For each statement the code of who speaks and how that is known."""
    found, _ = follow_speakers(
        statements,
        [FINDER.find(text) for text in statements],
        Persons(Offices.from_files(), None),
        rules=english_rules(),
        labels=labels or [None] * len(statements),
        own=own,
        find=FINDER.find,
    )
    return [None if voice is None else (voice.code, voice.by) for voice in found]

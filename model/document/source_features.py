"""What speaks for each possible holder of a stance, from the document: features of (pair, source)."""

import re
from collections.abc import Sequence
from typing import Final

from detente.model.document.candidates import DocumentView
from detente.model.document.holders import OTHER, holder_words

__all__ = ["AUTHOR", "source_features"]

AUTHOR: Final = "author"
_FIRST: Final = re.compile(r"\b(?:we|our|us|I|my|me)\b")


def source_features(view: DocumentView, number: int, target: str, sources: Sequence[str]) -> dict[str, dict[str, float]]:
    """Features of each of `sources` as the holder of the stance toward `target` in statement `number`."""
    text = view.statements[number]
    mentions = view.mentions[number]
    voice = view.voices[number]
    first = next((m.start for m in mentions if m.target == target), len(text))
    named: dict[str, int] = {}
    for mention in mentions:
        named.setdefault(mention.target, mention.start)
    for one in view.persons[number]:
        named.setdefault(one.person.state, one.start)
    for start, code in holder_words().named_in(text):
        named.setdefault(code, start)
    earlier = [v.code for v in view.voices[max(0, number - 3) : number] if v is not None and v.by == "statement"]
    counts = {s: sum(any(m.target == s for m in of_one) for of_one in view.mentions) / len(view.statements) for s in sources}
    we = _FIRST.search(text) is not None
    features: dict[str, dict[str, float]] = {}
    for source in sources:
        f: dict[str, float] = {f"is {source}": 1.0}
        if voice is not None:
            same = voice.code == source
            if same:
                f[f"voice {voice.by}"] = 1.0
                f["voice quoted"] = voice.quoted
                if source == OTHER:
                    f["voice other"] = 1.0
                if we:
                    f["voice we"] = 1.0
            if voice.by != "publisher":
                f["another voice"] = float(not same)
        if view.own is not None:
            f[f"own {view.own} {source}"] = 1.0
            f["own"] = float(view.own == source)
            f["own of target"] = float(view.own == target and source == target)
        else:
            f[f"narrated {source if source in (OTHER, AUTHOR) else 'state'}"] = 1.0
        if source == target:
            f["target itself"] = 1.0
            f["target itself, own"] = float(view.own == target)
            f["target itself, spoken"] = float(voice is not None and voice.code == target)
        if source in named:
            f["named"] = 1.0
            f["named before"] = float(named[source] < first)
            f["named first"] = float(named[source] == min(named.values()))
            f["named last"] = float(named[source] == max(named.values()))
        elif source not in (OTHER, AUTHOR):
            f["not named"] = 1.0
        if source in (OTHER, AUTHOR):
            f[f"{source} with {min(2, len(named))} named"] = 1.0
            f[f"{source} spoken"] = float(voice is not None and voice.by in ("statement", "quotation"))
        else:
            f["document share"] = counts.get(source, 0.0)
            f["in title"] = float(any(m.target == source for m in view.mentions[0]))
            f["in previous"] = float(number > 0 and any(m.target == source for m in view.mentions[number - 1]))
        if earlier and earlier[-1] == source:
            f["earlier voice"] = 1.0
        features[source] = f
    return features

"""What a report says of how far to trust it: error rates as counts out of 100, and what its intervals allow for.

Source of the form: G. Gigerenzer and U. Hoffrage, "How to improve Bayesian reasoning without instruction: frequency
formats", Psychological Review 102 (1995).
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from detente.model.labels import STANCES
from detente.model.languages import in_words

# By how the name of a file of labelled pairs ends, the first that fits.
_DATA_WORDS: Final = {
    "data/ko/test.jsonl": "labelled pairs of invented Korean statements",
    "data/zh/test.jsonl": "labelled pairs of invented Chinese statements",
    "data/hard/test.jsonl": "labelled pairs of hard statements (irony, implied blame, nested speech and the like)",
    "hydrated/ko_test.jsonl": "labelled pairs of real Korean statements",
    "hydrated/zh_test.jsonl": "labelled pairs of real Chinese statements",
    "hydrated/test_recent.jsonl": "labelled pairs of real statements of 2016 to 2026",
    "hydrated/test.jsonl": "labelled pairs of real statements",
    "data/test.jsonl": "labelled pairs of invented statements",
}


def error_line(about: Mapping[str, Any]) -> str:
    """Say how often the predictions of a payload's `about` are wrong, by language or checkpoint; "" if unknown."""
    rates = [rate for rate in about["known_rates"] if rate["accuracy"] is not None]
    if not rates:
        return ""
    known = sum(rate["rows"] for rate in rates)
    wrong = sum(rate["rows"] * _wrong(rate) for rate in rates) / known
    groups = _grouped(rates)
    shares = ", ".join(f"{share:.0f} {name}" for name, share in groups)
    line = f"About {wrong:.0f} of 100 predictions are wrong{f' ({shares})' if len(groups) > 1 else ''}."
    unknown = about["predicted"] - known
    return f"{line} Of {unknown:,} more it is not known how often." if unknown else line


def interval_note(about: Mapping[str, Any]) -> str:
    """Say what the intervals of a page allow for and what not."""
    if about.get("labels"):
        return (
            "Over time, the 95 % intervals of targets come from labels by hand and allow for wrong predictions. All "
            "others allow for chance and for statements of one document being alike, and not for the model's errors."
        )
    known = about["intervals"]["confusion"]
    allowed = (
        f"and for the checkpoint's errors, as far as they are known from {known['pairs']:,} labelled pairs"
        if known
        else "; they do not allow for the model's errors"
    )
    return (
        "The 95 % intervals allow for chance where few statements are counted, for statements of one document being "
        f"alike{' ' if known else ''}{allowed}. A statement that occurs again counts once."
    )


def score_texts(about: Mapping[str, Any]) -> list[dict[str, object]]:
    """Return what the page's template shows of each entry of `known_scores`."""
    scores: Sequence[Mapping[str, Any]] = about["known_scores"]
    several = len({known["checkpoint"] for known in scores}) > 1
    return [_score(known, named=several) for known in scores]


def _wrong(rate: Mapping[str, Any]) -> float:
    accuracy: float = rate["accuracy"]
    return 100 - round(accuracy * 100)


def _grouped(rates: Sequence[Mapping[str, Any]]) -> list[tuple[str, float]]:
    # By language where there are several, else by checkpoint.
    by_language = len({rate["lang"] for rate in rates if rate["lang"] is not None}) > 1
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for rate in rates:
        if not by_language:
            name = f"by {rate['checkpoint']}"
        elif rate["lang"] is None:
            name = "where no language is told"
        else:
            name = f"in {in_words([rate['lang']])}"
        groups.setdefault(name, []).append(rate)
    return [
        (name, sum(each["rows"] * _wrong(each) for each in those) / sum(each["rows"] for each in those))
        for name, those in groups.items()
    ]


def _score(known: Mapping[str, Any], *, named: bool) -> dict[str, object]:
    labels = known["labels"]
    return {
        "data": _data_words(known["data"]),
        "pairs": f"{known['pairs']:,}",
        "checkpoint": known["checkpoint"] if named else "it",
        "right": f"{known['accuracy']['value'] * 100:.0f}",
        "macro_f1": _interval(known["macro_f1"]),
        "accuracy": _interval(known["accuracy"]),
        "stances": [
            {
                "stance": stance,
                "precision": f"{labels[stance]['precision'] * 100:.0f}",
                "recall": f"{labels[stance]['recall'] * 100:.0f}",
            }
            for stance in STANCES
            if stance in labels
        ],
    }


def _data_words(name: str) -> str:
    """Return what the labelled pairs of a file are, for readers who do not know the files."""
    for ending, words in _DATA_WORDS.items():
        if name.endswith(ending):
            return words
    return f"labelled pairs ({name})"


def _interval(value: Mapping[str, float]) -> str:
    return f"{value['value']:.3f} ({value['low']:.3f} to {value['high']:.3f})"

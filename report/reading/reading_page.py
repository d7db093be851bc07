"""The page of a reading: the document, tinted by the stance toward a chosen target."""

from collections.abc import Mapping

from detente.model.languages import in_words
from detente.report.marked_language import marked_language
from detente.report.page import Page
from detente.report.reading.document import Reading, ReadPassage, Stretch
from detente.report.reading.dyads import DyadCount, count_dyads
from detente.report.reading.reading_data import reading_data, showable, source_name

# With fewer dyads than these the text says who is toward whom as fast as a picture.
_WORTH_A_PICTURE = 3
_SCRIPTS = ("detail", "meaning", "overview", "ends", "arcs", "dyads", "tint", "reading")


def reading_page(reading: Reading) -> Page:
    """Make the page of a reading, for `write_page`.

    The text is in the HTML itself and can be read without scripts. Scripts tint it.
    """
    order = {target.code: number for number, target in enumerate(reading.targets)}
    dyads = count_dyads(reading.predictions)
    return Page(
        title=showable(reading.title),
        template="reading.html",
        context={
            "checkpoint": showable(", ".join(reading.checkpoints)),
            "figures": _figures(reading),
            "refused": sum(reading.refused.values()),
            "languages": in_words(reading.refused),
            "publisher": None if reading.inferred_publisher is None else showable(reading.inferred_publisher),
            "targets": [
                {
                    "name": showable(target.name),
                    "counts": target.counts,
                    "errors": _errors(reading, target.code),
                }
                for target in reading.targets
            ],
            "dyads": [_dyad(reading, one) for one in dyads],
            "open": len(dyads) >= _WORTH_A_PICTURE,
            "passages": (_passage(passage, order) for passage in reading.passages),
        },
        styles=("reading/reading.css", "reading/dyads.css"),
        scripts=tuple(f"reading/{name}.js" for name in _SCRIPTS),
        data={"reading": reading_data(reading, order, dyads)},
    )


def _figures(reading: Reading) -> dict[str, int]:
    predictions = reading.predictions
    return {
        "statements": len(reading.statements),
        "mentioning": sum(bool(statement.predictions) for statement in reading.statements),
        "predicted": sum(prediction.error is None for prediction in predictions),
        "too_close": sum(prediction.too_close for prediction in predictions),
        "truncated": sum(prediction.truncated for prediction in predictions),
        "errors": sum(prediction.error is not None for prediction in predictions),
    }


def _errors(reading: Reading, code: str) -> int:
    return sum(one.target == code and one.error is not None for one in reading.predictions)


def _dyad(reading: Reading, dyad: DyadCount) -> dict[str, object]:
    return {
        "source": source_name(reading, dyad.source, several=True),
        "target": showable(reading.names.get(dyad.target, dyad.target)),
        "cooperative": dyad.cooperative,
        "hostile": dyad.hostile,
    }


def _passage(passage: ReadPassage, order: Mapping[str, int]) -> dict[str, object]:
    return {
        "apart": passage.apart,
        "lang": marked_language(passage.text),
        "stretches": (_stretch(stretch, order) for stretch in passage.stretches),
    }


def _stretch(stretch: Stretch, order: Mapping[str, int]) -> dict[str, object]:
    # Only a statement with predictions can be chosen on the page.
    statement = stretch.statement
    return {
        "number": statement.number if statement is not None and statement.predictions else None,
        "segments": [
            {
                "text": showable(segment.text),
                "targets": " ".join(str(order[code]) for code in segment.targets),
                "moved": " ".join(str(order[code]) for code in segment.moved),
            }
            for segment in stretch.segments
        ],
    }

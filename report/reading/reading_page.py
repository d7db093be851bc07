"""The page of a reading: the document, tinted by the stance toward a chosen target."""

from collections.abc import Mapping

from detente.model.explanation import WordEffect
from detente.model.labels import STANCES
from detente.model.prediction import Prediction
from detente.report.page import Page
from detente.report.reading.document import Reading, ReadPassage, Stretch
from detente.report.reading.moved_words import MovedWords

# HTML cannot hold NUL or lone surrogates; each is shown as one other character.
_UNSHOWABLE = {0: "\u2400"} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_DECIMALS = 4


def reading_page(reading: Reading) -> Page:
    """Make the page of a reading, for `write_page`.

    The text is in the HTML itself and can be read without scripts. Scripts tint it.
    """
    order = {target.code: number for number, target in enumerate(reading.targets)}
    return Page(
        title=showable(reading.title),
        template="reading.html",
        context={
            "checkpoint": showable(reading.checkpoint),
            "figures": _figures(reading),
            "targets": [
                {
                    "name": showable(target.name),
                    "counts": target.counts,
                    "errors": _errors(reading, target.code),
                }
                for target in reading.targets
            ],
            "passages": (_passage(passage, order) for passage in reading.passages),
        },
        styles=("reading/reading.css",),
        scripts=("reading/detail.js", "reading/overview.js", "reading/reading.js"),
        data={"reading": _data(reading, order)},
    )


def showable(text: str) -> str:
    """Replace each character that HTML cannot hold by another one; the length stays."""
    return text.translate(_UNSHOWABLE)


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


def _passage(passage: ReadPassage, order: Mapping[str, int]) -> dict[str, object]:
    return {"apart": passage.apart, "stretches": (_stretch(stretch, order) for stretch in passage.stretches)}


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


def _data(reading: Reading, order: Mapping[str, int]) -> dict[str, object]:
    sources = {one.source for one in reading.predictions}
    return {
        "stances": STANCES,
        "targets": [showable(target.name) for target in reading.targets],
        "names": {code: name for code, name in reading.names.items() if code in sources},
        "length": len(reading.statements),
        "statements": {
            str(statement.number): {
                "speaker": None if statement.speaker is None else showable(statement.speaker),
                "predictions": [_prediction(one, order, reading.moved) for one in statement.predictions],
            }
            for statement in reading.statements
            if statement.predictions
        },
    }


def _prediction(prediction: Prediction, order: Mapping[str, int], moved: MovedWords) -> dict[str, object]:
    words = moved.get((prediction.statement or "", prediction.target))
    whole: dict[str, object] = {
        "target": order[prediction.target],
        "stance": prediction.stance,
        "probabilities": [
            round(float(prediction.probabilities[stance]), _DECIMALS)
            for stance in STANCES
            if prediction.stance is not None
        ],
        "source": prediction.source,
        "pSource": None if prediction.p_source is None else round(float(prediction.p_source), _DECIMALS),
        "sourceBy": None if prediction.source_by == "statement" else prediction.source_by,
        "mention": None if prediction.mention is None else showable(prediction.mention),
        "takenFor": None if prediction.resolved_from is None else showable(prediction.resolved_from),
        "meant": prediction.named is False,
        "tooClose": prediction.too_close,
        "truncated": prediction.truncated,
        # Each with the probability of the stance where the word is left out.
        "words": None if words is None else [_word(prediction, word) for word in words],
        "error": None if prediction.error is None else showable(prediction.error),
    }
    # False and missing values are left out: a long document has thousands of predictions.
    return {key: value for key, value in whole.items() if value is not None and value is not False}


def _word(prediction: Prediction, word: WordEffect) -> tuple[str, float]:
    return showable(word.word), round((prediction.score or 0.0) - word.change, _DECIMALS)

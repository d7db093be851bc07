"""An evaluation on documents as JSON and as Markdown; neither holds a statement, so both may be published."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from detente.model.errors import number_of
from detente.train.documents.document_evaluation import (
    ALL,
    DocumentDifferences,
    DocumentEvaluation,
    DocumentGroup,
)
from detente.train.documents.document_scores import MEASURES
from detente.train.documents.labelled_documents import LabelledDocument
from detente.train.documents.stance_outcomes import StanceOutcome
from detente.train.evaluate.bootstrap import Difference
from detente.train.evaluate.report_text import WrittenReport, difference_text, head_lines, score_text, table

# What the scores count, for a page and a terminal.
EXPLANATION: Final = (
    "Intervals are 95 %, from resampling documents.",
    "A dyad is a hostile or cooperative stance toward a target with the source who holds it.",
)


@dataclass(frozen=True, slots=True)
class DocumentReport(WrittenReport):
    """What was read, how, and what came out.

    `command` makes the report again, `data` names the file and `data_sha256` its bytes, `checkpoints` maps each
    checkpoint's name to its fingerprint. `readings` maps the name of each reading to its evaluation; `differences`
    maps each but the first to the scores of the first less its own, by group of documents and name of the score.
    """

    command: str
    data: str
    data_sha256: str
    checkpoints: dict[str, str]
    documents: list[LabelledDocument] = field(repr=False)
    readings: dict[str, DocumentEvaluation]
    differences: dict[str, DocumentDifferences]
    misses_shown: int = 10

    def content(self) -> dict[str, Any]:
        """Return what the JSON holds, its numbers not yet rounded.

        `order` names the readings. `readings[name]` has the numbers of `documents`, `statements`, `stances`, `polar`
        and `errors`; `groups[group]` with `documents`, `stances` and `scores[score]` (`value`, `low`, `high`,
        `counted`, or null); `misses[kind]` with `count` and the first ones as `shown`: `document`, `statement` (from
        1), its `id`, `target`, and, null where there is none, `label`, `source`, `named`, `predicted`, `probability`
        and `predicted_source`. `first_less[name][group][score]` is the first reading less this one: `value`, `low`,
        `high` and `p_not_better`, or null.
        """
        return {
            "command": self.command,
            "checkpoints": self.checkpoints,
            "data": {"file": self.data, "sha256": self.data_sha256},
            "order": list(self.readings),
            "readings": {name: self._reading(found) for name, found in self.readings.items()},
            "first_less": {
                name: {
                    group: {score: _difference_content(found) for score, found in scores.items()}
                    for group, scores in groups.items()
                }
                for name, groups in self.differences.items()
            },
        }

    def _reading(self, found: DocumentEvaluation) -> dict[str, Any]:
        counts = ("documents", "statements", "stances", "polar", "errors")
        return {
            **{name: getattr(found, name) for name in counts},
            "groups": {name: asdict(group) for name, group in found.groups.items()},
            "misses": {
                kind: {
                    "count": len(misses),
                    "shown": [self._miss(miss) for miss in misses[: self.misses_shown]],
                }
                for kind, misses in found.misses.items()
            },
        }

    def _miss(self, miss: StanceOutcome) -> dict[str, Any]:
        document = self.documents[miss.document]
        label, prediction = miss.label, miss.prediction
        return {
            "document": document.id,
            "statement": miss.position + 1,
            "id": document.statements[miss.position].id,
            "target": miss.target,
            "label": label and label.label,
            "source": label and label.source,
            "named": label and label.named,
            "predicted": prediction and prediction.stance,
            "probability": prediction and prediction.score,
            "predicted_source": prediction and prediction.source,
        }

    def lines(self) -> Iterator[str]:
        """Yield the lines of the Markdown page."""
        yield from head_lines(
            "Evaluation on documents", command=self.command, data=self.data, data_sha256=self.data_sha256
        )
        yield from EXPLANATION
        for name, found in self.readings.items():
            yield from ("", f"## {name}", "", counts_line(found), "")
            yield from _group_lines(found.groups)
            rows = [(kind, f"{len(misses):,}") for kind, misses in found.misses.items()]
            yield from ("", *table(("what went wrong", "stances"), rows))
        for name, groups in self.differences.items():
            header = ("the first reading less this", *groups)
            scores = [
                (measure.title.strip(), *(difference_text(of[score]) for of in groups.values()))
                for score, measure in MEASURES.items()
            ]
            yield from ("", f"## Against {name}", "", *table(header, scores))


def counts_line(found: DocumentEvaluation) -> str:
    """Say how much was read."""
    return (
        f"{number_of(found.documents, 'document')}, {number_of(found.statements, 'statement')}, "
        f"{number_of(found.stances, 'labelled stance')}, {found.polar:,} of them hostile or cooperative; "
        f"{number_of(found.errors, 'prediction')} failed."
    )


def _group_lines(groups: Mapping[str, DocumentGroup]) -> list[str]:
    rows = [("documents", *(f"{group.documents:,}" for group in groups.values()))]
    rows += [("labelled stances", *(f"{group.stances:,}" for group in groups.values()))]
    rows += [
        (measure.title.strip(), *(score_text(group.scores[name]) for group in groups.values()))
        for name, measure in MEASURES.items()
    ]
    counted = groups[ALL].scores
    overs = ["", "", *(f"{score.counted:,}" if (score := counted[name]) else "0" for name in MEASURES)]
    rows = [(*row, over) for row, over in zip(rows, overs, strict=True)]
    return table(("score", *groups, "counted of all"), rows)


def _difference_content(found: Difference | None) -> dict[str, float] | None:
    if found is None:
        return None
    return {
        "value": found.value,
        "low": found.low,
        "high": found.high,
        "p_not_better": found.p_not_better,
    }

"""The report page: charts, matrix, and the statements behind every number."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, cast

from detente.model.labels import STANCES
from detente.report.chart_library import chart_library
from detente.report.page import Page
from detente.report.rows.charts import composition_chart, timeline_chart

# In this order: later scripts use the functions of earlier ones.
_STYLES: Final = tuple(f"report/{name}.css" for name in ("report", "charts", "statements", "print"))
_SCRIPTS: Final = tuple(
    f"report/{name}.js"
    for name in (
        *("names", "filters", "tallies", "charts", "timeline", "timeline_table"),
        *("matrix", "composition", "controls", "statements", "start"),
    )
)


def report_page(payload: Mapping[str, object]) -> Page:
    """Make the page of a summary's payload, for `write_page`.

    Raises KeyError if the payload lacks a field.
    """
    about = cast(Mapping[str, Any], payload["about"])
    names = cast(Mapping[str, str], payload["names"])
    targets = [names.get(code, code) for code in cast(Sequence[str], payload["targets"])]
    return Page(
        title=f"Stance toward {_listed(targets)}" if targets else "Stance report",
        template="report.html",
        context={
            "facts": _facts(about),
            "errors": [(error["error"], f"{error['count']:,}") for error in about["errors"]],
            "scores": [_score(known) for known in about["known_scores"]],
            "sampled": about["shown"] < about["predicted"],
            "predicted": about["predicted"],
            "period": about["period"] or "",
            "undated": _share(about["undated"], about["predicted"]) if about["undated"] else "",
            "dyads": bool(payload["dyads"]),
        },
        styles=_STYLES,
        scripts=_SCRIPTS,
        data={
            "report": payload,
            "charts": {"timeline": timeline_chart(), "composition": composition_chart()},
        },
        libraries=(chart_library(),),
    )


def _facts(about: Mapping[str, Any]) -> list[tuple[str, str]]:
    predicted = about["predicted"]
    facts = [
        ("Read from", ", ".join(about["inputs"]) or "rows without a file name"),
        ("Predicted by", ", ".join(about["checkpoints"]) or "not said in the rows"),
        ("Dates", _span(about["first"], about["last"])),
        *_dated(about),
        ("Rows", f"{about['rows']:,}"),
        ("Documents", f"{'at least ' if about.get('documents_at_least') else ''}{about['documents']:,}"),
        ("Statements", f"{about['statements']:,}"),
        ("Pairs of statement and target", f"{predicted:,}"),
        ("Too close to call", _share(about["too_close"], predicted)),
        ("Mention no target", _share(about["no_target"], about["rows"])),
        ("Could not be predicted", _share(about["failed"], about["rows"])),
    ]
    if about["truncated"]:
        facts.append(("Cut because too long", _share(about["truncated"], predicted)))
    return facts


def _dated(about: Mapping[str, Any]) -> list[tuple[str, str]]:
    facts: list[tuple[str, str]] = []
    if about.get("dated", about["predicted"]) < about["predicted"]:
        facts.append(("Pairs with a date", f"{about['dated']:,} of {about['predicted']:,}"))
    if about.get("outside"):
        facts.append(("Rows left out by date", f"{about['outside']:,}"))
    return facts


def _score(known: Mapping[str, Any]) -> dict[str, object]:
    """Error rates as counts out of 100. Source: Gigerenzer and Hoffrage 1995 on natural frequencies."""
    labels = known["labels"]
    return {
        "data": known["data"],
        "pairs": f"{known['pairs']:,}",
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


def _interval(value: Mapping[str, float]) -> str:
    return f"{value['value']:.3f} ({value['low']:.3f} to {value['high']:.3f})"


def _share(count: int, whole: int) -> str:
    if not count or not whole:
        return f"{count:,}"
    share = 100 * count / whole
    return f"{count:,} ({'under 1' if share < 1 else f'{share:.0f}'} %)"


def _span(first: str | None, last: str | None) -> str:
    if first is None or last is None:
        return "none"
    if first == last:
        return _day(first)
    return f"{_day(first)} – {_day(last)}"


def _day(iso: str) -> str:
    # As exact as the rows: a year, a month or a day.
    if len(iso) == 4:
        return iso
    day = date.fromisoformat(iso if len(iso) == 10 else f"{iso}-01")
    return f"{day:%b} {day.year}" if len(iso) == 7 else f"{day.day} {day:%b} {day.year}"


def _listed(names: Sequence[str], most: int = 4) -> str:
    shown = list(names[:most])
    if len(names) > most:
        shown.append(f"{len(names) - most} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"

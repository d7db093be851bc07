"""The report page: charts, matrix, and the statements behind every number."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, cast

from detente.model.labels import STANCES
from detente.report.chart_library import chart_library
from detente.report.charts.bars import composition_chart
from detente.report.charts.timeline import timeline_chart
from detente.report.page import Page

_STYLES: Final = tuple(
    f"report/{name}.css" for name in ("report", "charts", "statements", "selection", "print")
)
# In this order: later scripts use the functions of earlier ones.
_SCRIPTS: Final = tuple(
    f"{name}.js"
    for name in (
        *("report/names", "selection/cells", "selection/intervals", "selection/filters", "selection/address"),
        *("report/charts", "selection/controls", "timeline/periods", "timeline/smoother", "timeline/lines"),
        *("timeline/controls", "timeline/timeline_table", "timeline/timeline", "report/matrix"),
        *("report/composition", "compare/log_odds", "report/statements", "compare/compare"),
        *("export/csv", "export/picture", "report/start"),
    )
)
# What the scripts read of the payload; the rest is in the page's text, or summed from the cells.
_READ: Final = ("about", "targets", "sources", "names", "periods", "cells", "statements", "events")


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
            "facts_line": _facts_line(about),
            "findings": payload["findings"],
            "looks": f"{cast(Mapping[str, Any], payload['findings'])['looks']:,}",
            "error_line": _error_line(about["known_scores"]),
            "interval_note": _interval_note(about),
            "errors": [(error["error"], f"{error['count']:,}") for error in about["errors"]],
            "scores": [_score(known) for known in about["known_scores"]],
            "sampled": _is_sample(payload),
            "predicted": about["predicted"],
            "period": about["period"] or "",
            "undated": _share(about["undated"], about["predicted"]) if about["undated"] else "",
            "dyads": bool(payload["dyads"]),
        },
        styles=_STYLES,
        scripts=_SCRIPTS,
        data={
            "report": _page_data(payload),
            "charts": {"timeline": timeline_chart(), "composition": composition_chart()},
        },
        libraries=(chart_library(),),
    )


def _is_sample(payload: Mapping[str, object]) -> bool:
    # A statement that occurs again is listed once and stands for all of its rows.
    listed = cast(Sequence[Mapping[str, Any]], payload["statements"])
    predicted: int = cast(Mapping[str, Any], payload["about"])["predicted"]
    listed_rows: int = sum(each.get("times", 1) for each in listed)
    return listed_rows < predicted


def _page_data(payload: Mapping[str, object]) -> dict[str, object]:
    data = {name: payload[name] for name in _READ}
    composition = cast(Mapping[str, object], payload["composition"])
    return data | {"composition": {"document": composition["document"]}, "corrected": _corrected(payload)}


def _corrected(payload: Mapping[str, object]) -> list[dict[str, Any]] | None:
    # The points that hand labels correct; None where there are no labels.
    if not cast(Mapping[str, Any], payload["about"]).get("labels"):
        return None
    points = []
    for line in cast(Sequence[Mapping[str, Any]], payload["timeline"]):
        for point in line["points"]:
            if "corrected" in point:
                net = point["corrected"]
                made = {"value": net["net"], "low": net["low"], "high": net["high"]}
                points.append({"target": line["target"], "period": point["period"], **made})
    return points


def _facts_line(about: Mapping[str, Any]) -> str:
    predicted, span = about["predicted"], _span(about["first"], about["last"])
    facts = [
        f"{predicted:,} pairs of statement and target",
        *([span] if span != "none" else []),
        f"from {', '.join(about['inputs']) or 'rows without a file name'}",
        f"predicted by {', '.join(about['checkpoints']) or 'an unnamed checkpoint'}",
    ]
    if (about.get("intervals") or {}).get("sampled"):
        facts.append("charts count a part of the documents, drawn at random, since there are so many rows")
    return " · ".join(facts)


def _error_line(known: Sequence[Mapping[str, Any]]) -> str:
    """Say how often the checkpoint is wrong, by the first scores that are known of it; "" where none are."""
    if not known:
        return ""
    wrong = 100 - round(known[0]["accuracy"]["value"] * 100)
    return f"About {wrong} of 100 predictions are wrong."


def _interval_note(about: Mapping[str, Any]) -> str:
    if about.get("labels"):
        return (
            "Over time, the 95 % intervals of targets come from labels by hand and allow for wrong predictions. All "
            "others allow for chance and for statements of one document being alike, and not for the model's errors."
        )
    known = (about.get("intervals") or {}).get("confusion")
    allowed = (
        f"and for the checkpoint's errors, as far as they are known from {known['pairs']:,} labelled pairs"
        if known
        else "; they do not allow for the model's errors"
    )
    return (
        "The 95 % intervals allow for chance where few statements are counted, for statements of one document being "
        f"alike{' ' if known else ''}{allowed}. A statement that occurs again counts once."
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
        "data": _data_words(known["data"]),
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


def _data_words(name: str) -> str:
    """Return what the labelled pairs of a file are, for readers who do not know the files."""
    if name.endswith("hydrated/test.jsonl"):
        return "labelled pairs of real statements"
    if name.endswith("data/test.jsonl"):
        return "labelled pairs of invented statements"
    return f"labelled pairs ({name})"


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

"""The report page: charts, matrix, and the statements behind every number."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, cast

from detente.batch.unread_dates import UnreadDates
from detente.model.errors import number_of
from detente.report.actor_names import in_sentence
from detente.report.chart_library import chart_library
from detente.report.charts.bars import composition_chart
from detente.report.charts.timeline import timeline_chart
from detente.report.page import Page
from detente.report.summary.trust import error_line, interval_note, score_texts

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
# What the scripts read of the payload; the findings are in the page's text.
_READ: Final = (
    *("about", "targets", "sources", "names", "periods", "documents", "cells", "statements"),
    *("corrected", "events"),
)


def report_page(payload: Mapping[str, object]) -> Page:
    """Make the page of a summary's payload, for `write_page`.

    Raises KeyError if the payload lacks a field.
    """
    about = cast(Mapping[str, Any], payload["about"])
    names = cast(Mapping[str, str], payload["names"])
    targets = [in_sentence(names.get(code, code)) for code in cast(Sequence[str], payload["targets"])]
    return Page(
        title=f"Stance toward {_listed(targets)}" if targets else "Stance report",
        template="report.html",
        context={
            "facts": _facts(about),
            "facts_line": _facts_line(about),
            "findings": payload["findings"],
            "looks": f"{cast(Mapping[str, Any], payload['findings'])['looks']:,}",
            "error_line": error_line(about),
            "interval_note": interval_note(about),
            "errors": [(error["error"], f"{error['count']:,}") for error in about["errors"]],
            "scores": score_texts(about),
            "sampled": _is_sample(payload),
            "predicted": about["predicted"],
            "period": about["period"] or "",
            "over_time": len(cast(Sequence[str], payload["periods"])) > 1,
            "undated": _share(about["undated"], about["predicted"]) if about["undated"] else "",
            "unread_dates": _unread_dates(about),
            "dyads": bool(payload["sources"]),
        },
        styles=_STYLES,
        scripts=_SCRIPTS,
        data={
            "report": {name: payload[name] for name in _READ},
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


def _facts_line(about: Mapping[str, Any]) -> str:
    predicted, span = about["predicted"], _span(about["first"], about["last"])
    facts = [
        f"{number_of(predicted, 'pair')} of statement and target",
        *([span] if span != "none" else []),
        f"from {', '.join(about['inputs']) or 'rows without a file name'}",
        f"predicted by {', '.join(about['checkpoints']) or 'an unnamed checkpoint'}",
    ]
    if about["intervals"]["sampled"]:
        facts.append("charts count a part of the documents, drawn at random, since there are so many rows")
    return " · ".join(facts)


def _facts(about: Mapping[str, Any]) -> list[tuple[str, str]]:
    predicted = about["predicted"]
    facts = [
        ("Read from", ", ".join(about["inputs"]) or "rows without a file name"),
        ("Predicted by", ", ".join(about["checkpoints"]) or "not said in the rows"),
        ("Dates", _span(about["first"], about["last"])),
        *_dated(about),
        ("Rows", f"{about['rows']:,}"),
        ("Documents", f"{'at least ' if about['documents_at_least'] else ''}{about['documents']:,}"),
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
    if about["dated"] < about["predicted"]:
        facts.append(("Pairs with a date", f"{about['dated']:,} of {about['predicted']:,}"))
    if about["outside"]:
        facts.append(("Rows left out by date", f"{about['outside']:,}"))
    return facts


def _unread_dates(about: Mapping[str, Any]) -> str:
    unread = UnreadDates(about["unread_dates"], about["unclear_dates"], about["unread_date"])
    return f"{unread.told()}." if unread.number else ""


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
    # As exact as the rows: a year, a half or quarter of one, a month or a day.
    if "Q" in iso or "H" in iso:
        return " ".join(reversed(iso.split("-")))
    if len(iso) == 4:
        return iso
    day = date.fromisoformat(iso if len(iso) == 10 else f"{iso}-01")
    return f"{day:%b} {day.year}" if len(iso) == 7 else f"{day.day} {day:%b} {day.year}"


def _listed(names: Sequence[str], most: int = 4) -> str:
    shown = list(names[:most])
    if len(names) > most:
        shown.append(f"{len(names) - most} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"

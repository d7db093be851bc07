"""A record of measurements as one picture: rates, and time and memory against size."""

from collections.abc import Mapping, Sequence
from math import isnan
from pathlib import Path
from statistics import median
from typing import Any

import altair as alt

Record = Mapping[str, Any]
OURS, OTHERS = "#0b5394", ("#b45f06", "#e0a45e", "#7f6000", "#a64d79")
WIDTH, ROW, HEIGHT = 560, 24, 190


def draw(record: Record, path: Path) -> None:
    """Draw the parts that the record has into a PNG file; nothing where it has none to draw."""
    charts: list[Any] = []
    if "comparison" in record:
        charts.append(_rates(record["comparison"]))
    if "sizes" in record:
        runs = record["sizes"]
        seconds = _against_size(runs, "seconds", "seconds, start included", scale=alt.Scale(type="log"))
        memory = _against_size(runs, "megabytes", "peak memory, MB", scale=alt.Scale(zero=True))
        charts.append(alt.hconcat(seconds, memory, spacing=30))
    if not charts:
        return
    axis = alt.AxisConfig(labelFontSize=11, titleFontSize=11, titleFontWeight="normal", labelLimit=260)
    # The bars and the lines have colours of their own.
    picture = alt.vconcat(*charts, spacing=25).resolve_scale(color="independent")
    picture = picture.configure(background="white", font="sans-serif", axis=axis)
    picture.configure_view(stroke=None).save(str(path), scale_factor=1.5)


def _rates(part: Record) -> Any:
    bars = {row["name"]: median(row["pairs_a_second"]) for row in part["contenders"]}
    bars = {name: rate for name, rate in bars.items() if not isnan(rate)}
    order = sorted(bars, key=lambda name: -bars[name])
    rows = [{"who": name, "rate": bars[name], "ours": _is_ours(name)} for name in order]
    colours = alt.Scale(domain=[True, False], range=[OURS, OTHERS[0]])
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("who:N", sort=order, title=None),
        x=alt.X("rate:Q", title="pairs a second, without the start", axis=alt.Axis(tickCount=5, format=",d")),
    )
    lengths = base.mark_bar().encode(color=alt.Color("ours:N", scale=colours, legend=None))
    numbers = base.mark_text(align="left", dx=3).encode(text=alt.Text("rate:Q", format=",.0f"))
    return alt.layer(lengths, numbers, width=WIDTH, height=ROW * len(rows))


def _against_size(runs: Sequence[Record], field: str, title: str, *, scale: alt.Scale) -> Any:
    rows = [
        {
            "statements": run["statements"],
            "seconds": run["seconds"],
            "megabytes": run["peak_bytes"] / 1e6,
            "who": run["name"],
        }
        for run in runs
    ]
    sizes = sorted({run["statements"] for run in runs})
    names = list(dict.fromkeys(run["name"] for run in runs))
    others = iter(OTHERS)
    colours = [OURS if _is_ours(name) else next(others, OTHERS[-1]) for name in names]
    return (
        alt.Chart(alt.InlineData(values=rows), width=WIDTH / 2 - 50, height=HEIGHT)
        .mark_line(point=True)
        .encode(
            x=alt.X(
                "statements:Q",
                scale=alt.Scale(type="log", nice=False),
                axis=alt.Axis(format="~s", values=sizes),
            ),
            y=alt.Y(f"{field}:Q", scale=scale, title=title, axis=alt.Axis(tickCount=5, format="~s")),
            color=alt.Color(
                "who:N",
                scale=alt.Scale(domain=names, range=colours),
                legend=alt.Legend(orient="bottom", title=None, columns=1, labelLimit=400),
            ),
        )
    )


def _is_ours(name: str) -> bool:
    return name.startswith("detente")

"""How the charts of a report look: colours are variables of the style sheet, for light, dark and print at once."""

from typing import Any, Final, TypeAlias

import altair as alt

from detente.model.labels import STANCES

_FONT: Final = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"
# What Altair says that layers with a parameter may be.
Layers: TypeAlias = alt.LayerChart | alt.FacetChart


def stance_colour(field: str = "stance:N", *, neutral: str = "neutral") -> alt.Color | alt.Fill:
    """Colour a mark by the stance in `field`; `neutral` names the variable for neutral."""
    tokens = {"cooperative": "cooperative", "hostile": "hostile", "neutral": neutral}
    scale = alt.Scale(domain=list(STANCES), range=[f"var(--{tokens[stance]})" for stance in STANCES])
    channel = alt.Color if field == "stance:N" else alt.Fill
    return channel(field, scale=scale, legend=None)


def tooltip() -> alt.Tooltip:
    """Say what the field `tip` of a row holds, an object of titles and texts, where the pointer rests."""
    return alt.Tooltip("tip:N")


def finished_chart(chart: Layers | alt.VConcatChart) -> dict[str, Any]:
    """Return a chart as its Vega-Lite specification, with the look that all of them share; panels are equally wide.

    Marks have no description of their own: the page gives each chart's numbers as a table, and to word
    hundreds of them takes as long as to draw them.
    """
    finished = (
        chart.configure(font=_FONT, background="transparent", padding=2, aria=False)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor="var(--soft)",
            labelFontSize=12,
            gridColor="var(--line)",
            domainColor="var(--line)",
            tickColor="var(--line)",
        )
    )
    spec: dict[str, Any] = finished.to_dict()
    for panel in spec.get("vconcat", [spec]):
        panel["width"] = 300
    return spec

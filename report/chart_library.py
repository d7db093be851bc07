"""The JavaScript that draws the charts, as one text that a page carries with it."""

from functools import cache

import altair
import vl_convert


@cache
def chart_library() -> str:
    """Vega, Vega-Lite and vega-embed, 0.9 MB, which set `window.vegaEmbed`.

    The version is the one that Altair writes specifications for. Raises RuntimeError where vl-convert does not
    have it.
    """
    major_minor = ".".join(altair.SCHEMA_VERSION.lstrip("v").split(".")[:2])
    bundle: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=major_minor)
    return bundle

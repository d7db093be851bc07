"""Carried values of any type, as JSON and as text."""

import base64
import json
import math
from datetime import date, datetime, time


def json_text(value: object) -> str:
    """Write a value as JSON on one line, in characters of any script; may hold lone surrogates.

    What JSON has no form for becomes a string: dates and times in ISO 8601, bytes in base64, "NaN" and
    "Infinity" by name, anything else as Python shows it.
    """
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, default=_as_string)
    except ValueError:
        return json.dumps(_finite(value), ensure_ascii=False, allow_nan=False, default=_as_string)


def json_bytes(value: object) -> bytes:
    """Write a value as JSON in valid UTF-8; a text with a lone surrogate is written in ASCII escapes."""
    text = json_text(value)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        # A surrogate can stand inside a string only, where its escape means the same.
        return text.encode("utf-8", "backslashreplace")


def cell_text(value: object) -> str:
    """Write a value as the text of one cell: strings as they are, the rest as in JSON, null as nothing."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool | int | float | list | tuple | dict):
        text = json_text(value)
        return text.strip('"') if isinstance(value, float) else text
    return _as_string(value)


def storable(text: str) -> str:
    """Return `text` as UTF-8 can hold it: a lone surrogate becomes its escape, such as \\ud800."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _as_string(value: object) -> str:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return str(value)


def _finite(value: object) -> object:
    if isinstance(value, float) and not math.isfinite(value):
        return json.dumps(value)
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return value

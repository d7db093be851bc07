"""One self-contained HTML file: it fetches nothing and runs only its own scripts."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from detente.batch.whole_file import whole_file
from detente.model.errors import number_of

# Every page has these, before its own.
_SHELL_STYLES, _SHELL_SCRIPTS = ("shell/shell.css",), ("shell/shell.js",)


@dataclass(frozen=True, slots=True)
class Page:
    """What a page is made of.

    `template` is a name in `report/templates` that extends `shell.html`; `context` are its variables, escaped
    where they are shown. `styles` and `scripts` are paths in `report/assets`. `data` maps an element
    id to a value that scripts read with `pageData(id)`. `libraries` are JavaScript sources that run before the scripts.
    """

    title: str
    template: str
    context: Mapping[str, object] = field(default_factory=dict)
    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    data: Mapping[str, object] = field(default_factory=dict)
    libraries: tuple[str, ...] = ()


def render_page(page: Page) -> str:
    """Render a page as one HTML text.

    A content security policy names each script by its hash and forbids everything else, so that text from
    rows cannot run even if a template failed to escape it. Source: W3C Content Security Policy Level 3.
    """
    scripts = [_enclosed(source) for source in page.libraries]
    scripts += [read_asset(name) for name in (*_SHELL_SCRIPTS, *page.scripts)]
    return (
        _environment()
        .get_template(page.template)
        .render(
            page.context,
            title=page.title,
            policy=_policy(scripts),
            style=Markup("\n".join(read_asset(name) for name in (*_SHELL_STYLES, *page.styles))),
            scripts=[Markup(source) for source in scripts],
            blocks={name: embedded_json(value) for name, value in page.data.items()},
        )
    )


def write_page(page: Page, path: str | Path) -> None:
    """Write a page to `path`, whole or not at all; raises OSError if it cannot be written."""
    with whole_file(Path(path)) as stream:
        stream.write(render_page(page).encode("utf-8"))


def embedded_json(value: object) -> Markup:
    """Return JSON that is safe inside a `<script type="application/json">` element: no tag can open or close in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def read_asset(name: str) -> str:
    """Return a file of `report/assets` as text."""
    return files("detente.report").joinpath("assets", name).read_text(encoding="utf-8")


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("detente.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["count"] = number_of
    return environment


def _enclosed(source: str) -> str:
    # A scope of its own, so that a library's short names do not meet ours. No string in it may end the element.
    return "(() => {" + source.replace("</script", "<\\/script") + "})();"


def _policy(scripts: list[str]) -> str:
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(source.encode('utf-8')).digest()).decode()}'"
        for source in scripts
    )
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )

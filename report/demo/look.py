"""How the demo looks: the colours and the type of every other page, and no font from the network."""

import gradio as gr

from detente.report.page import read_asset

_FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "DejaVu Sans", "sans-serif")
_MONOSPACED = ("ui-monospace", "Consolas", "DejaVu Sans Mono", "monospace")

# Each of them is right in light and in dark, since the tokens are.
_TOKENS = {
    "--paper": ("body_background_fill", "background_fill_secondary"),
    "--panel": (
        *(
            "background_fill_primary",
            "block_background_fill",
            "input_background_fill",
            "input_background_fill_focus",
        ),
        *("button_secondary_background_fill", "button_secondary_background_fill_hover"),
        *(
            "checkbox_label_background_fill",
            "checkbox_label_background_fill_hover",
            "button_primary_text_color",
        ),
        *("checkbox_background_color", "checkbox_label_background_fill_selected"),
    ),
    "--ink": (
        *(
            "body_text_color",
            "block_title_text_color",
            "block_label_text_color",
            "button_secondary_text_color",
        ),
        *("checkbox_label_text_color", "checkbox_label_text_color_selected"),
    ),
    "--soft": ("body_text_color_subdued", "block_info_text_color", "input_placeholder_color"),
    "--line": (
        *("border_color_primary", "block_border_color", "input_border_color", "checkbox_label_border_color"),
        *("button_secondary_border_color", "checkbox_border_color"),
    ),
    "--accent": (
        *(
            "button_primary_background_fill",
            "button_primary_background_fill_hover",
            "button_primary_border_color",
        ),
        *(
            "checkbox_background_color_selected",
            "checkbox_border_color_selected",
            "checkbox_border_color_focus",
        ),
        *("input_border_color_focus", "link_text_color", "link_text_color_hover", "loader_color"),
        *("button_secondary_border_color_hover", "border_color_accent"),
    ),
}


def theme() -> gr.themes.Base:
    """Gradio's plainest theme in the colours of the page shell."""
    colours = {name: f"var({token})" for token, names in _TOKENS.items() for name in names}
    base = gr.themes.Base(font=_FONTS, font_mono=_MONOSPACED)
    dark = {f"{name}_dark": value for name, value in colours.items() if hasattr(base, f"{name}_dark")}
    return base.set(**colours, **dark, button_border_width="1px")


def head() -> str:
    """The styles of the demo, for the head of its page."""
    return f"<style>{_tokens()}{read_asset('demo/demo.css')}</style>"


def _tokens() -> str:
    # The rest of the shell is for pages without Gradio, whose own buttons and tables it would change.
    shell = read_asset("shell/shell.css")
    return shell[shell.index(":root") : shell.index("}") + 1]

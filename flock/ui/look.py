"""How every page looks: the styles Streamlit's theme cannot say, the frame around a page, and how errors are told."""

import html
import logging
import re

import streamlit as st

from flock.errors import FlockError
from flock.ui import resources

log = logging.getLogger(__name__)

KIND_ICON = {
    "cafe": ":material/local_cafe:",
    "library": ":material/local_library:",
    "coworking": ":material/desk:",
    "community": ":material/diversity_3:",
    "hotel": ":material/hotel:",
    "museum": ":material/museum:",
    "pub": ":material/sports_bar:",
    "other": ":material/place:",
}

# Only constants stand here. Cards are laid out by class; at phone width either the list or the map shows.
_STYLE = """
<style>
.flock-card {line-height:1.35}
.flock-card .top {display:flex; gap:.75rem; align-items:baseline; justify-content:space-between}
.flock-card .name {font-weight:600; font-size:1.05rem; overflow-wrap:anywhere}
.flock-card .far {white-space:nowrap; font-variant-numeric:tabular-nums; font-weight:600}
.flock-card .quiet {color:var(--flock-quiet); font-size:.92rem}
.flock-card .facts {display:flex; flex-wrap:wrap; gap:.25rem .4rem; margin:.45rem 0 .35rem}
.flock-card .fact {border:1px solid var(--flock-line); border-radius:999px; padding:.05rem .6rem; font-size:.85rem}
.flock-card .fact.yes {border-color:var(--flock-pine); color:var(--flock-pine)}
.flock-card .fact.unknown {border-style:dashed; color:var(--flock-quiet)}
.flock-card .open {color:var(--flock-pine); font-weight:600}
:root {--flock-quiet:#5B6472; --flock-line:#E3DACB; --flock-pine:#0F6B5C; --flock-sun:#F2B134; --flock-card:#FFFFFF}
[class*="st-key-card_"], .st-key-chosen {position:relative; background:var(--flock-card)}
.st-key-chosen {border-color:var(--flock-sun) !important; box-shadow:0 2px 10px rgba(31,42,55,.12)}
[class*="st-key-pick_"] {position:absolute !important; inset:0; z-index:1}
[class*="st-key-pick_"] > div, [class*="st-key-pick_"] button {width:100%; height:100%}
[class*="st-key-pick_"] button {opacity:0}
[class*="st-key-pick_"]:focus-within {outline:3px solid var(--flock-pine); outline-offset:2px; border-radius:12px}
[class*="st-key-more_"] {position:relative; z-index:2; width:fit-content}
.flock-week {border-collapse:collapse} .flock-week th {text-align:left; padding:.2rem 1.5rem .2rem 0; font-weight:500}
.flock-week td {padding:.2rem 0; font-variant-numeric:tabular-nums} .flock-week tr.today {font-weight:700}
.flock-facts {display:grid; grid-template-columns:repeat(auto-fill,minmax(14rem,1fr)); gap:.75rem 1.5rem; margin:0}
.flock-facts dt {color:var(--flock-quiet); font-size:.9rem} .flock-facts dd {margin:0; font-weight:600}
@media (min-width: 641px) {.st-key-view_choice {display:none}}
@media (prefers-reduced-motion: reduce) {* {animation:none !important; transition:none !important}}
</style>
"""
_DARK = "<style>:root {--flock-quiet:#A9B1BC; --flock-line:#343D4A; --flock-pine:#5CCBAA; --flock-card:#1C222B}</style>"
_PHONE_HIDES = "<style>@media (max-width: 640px) {{.st-key-{pane} {{display:none}}}}</style>"


def frame() -> None:
    """Draw what stands on every page: styles, and the word that this is sample data while it is."""
    st.html(_STYLE)
    if is_dark():
        st.html(_DARK)
    if resources.parts().is_sample():
        st.caption(
            ":material/science: You are looking at a made-up sample community. "
            "It makes room as soon as real places are brought in."
        )


def is_dark() -> bool:
    """Tell whether the dark theme is on."""
    return st.context.theme.type == "dark"


def on_phone_hide(pane: str) -> None:
    """Hide the container with this key where the screen is narrow."""
    st.html(_PHONE_HIDES.format(pane=pane))


def plain(text: str) -> str:
    """Escape text of people for a label, where Streamlit reads Markdown: every mark stands for itself."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(text.split()))


def escaped(text: str) -> str:
    """Escape text of people for `st.html`."""
    return html.escape(" ".join(text.split()))


def show_error(error: Exception) -> bool:
    """Tell a person what went wrong in one sentence; what was not foreseen goes to the log and gets a general one."""
    if isinstance(error, FlockError):
        st.error(plain(str(error)), icon=":material/error:")
        return True
    log.exception("a page failed", exc_info=error)
    st.error(
        "Something went wrong on our side, and we have noted it. Nothing you entered is lost; try again in a moment.",
        icon=":material/error:",
    )
    return True

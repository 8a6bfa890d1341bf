"""How every page looks: the styles Streamlit's theme cannot say, the frame around a page, and how errors are told."""

import html
import logging
import re
import secrets
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Literal

import streamlit as st

from flock.errors import FlockError, of_disk
from flock.ui import resources, session

log = logging.getLogger(__name__)

_STYLE = Path(__file__).parent / "style"
BIRDS = (_STYLE / "birds.svg").read_text("utf-8")

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


def logo() -> None:
    """Draw our name at the top, in the colours of the theme."""
    st.logo(_read(f"flock-{'dark' if is_dark() else 'light'}.svg"), size="large")


def frame(mine: frozenset[str]) -> None:
    """Draw what stands on every page: styles, and that this is sample data while it is, seen through whose eyes."""
    st.html(f"<style>{_read('flock.css')}</style>")
    if is_dark():
        st.html(f"<style>{_read('dark.css')}</style>")
    if resources.parts().is_sample():
        with st.container(key="sample_note", horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(
                ":material/science: This is a made-up sample community. It makes room when somebody who has signed in brings in real places.",
                width="content",
            )
            if session.DEMO in mine:
                _through_whose_eyes()


def _through_whose_eyes() -> None:
    looking = session.person()
    said = f"You are looking as {looking.name} · be somebody else" if looking else "See it through a member's eyes"
    st.page_link("account/look_around.py", label=plain(said), width="content")


def is_dark() -> bool:
    """Tell whether the dark theme is on."""
    return st.context.theme.type == "dark"


def on_phone_hide(pane: Literal["list", "map"]) -> None:
    """Hide the list or the map where the screen is narrow."""
    st.html(f"<style>{_read(f'phone_hides_{pane}.css')}</style>")


@cache
def _read(file: str) -> str:
    return (_STYLE / file).read_text("utf-8")


def plain(text: str) -> str:
    """Escape text of people for a label, where Streamlit reads Markdown: every mark stands for itself.

    Streamlit also sets "--" and "->" as a dash and an arrow, and makes links of addresses; a word joiner, which is not seen, keeps
    them apart.
    """
    apart = re.sub(
        r"(?<=[-<>=~])(?=[-<>=~])|(?<=:)(?=//)|(?<=www)(?=\.)|(?<=@)(?=\w)", "\u2060", " ".join(text.split()), flags=re.I
    )
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", apart)


def escaped(text: str) -> str:
    """Escape text of people for `st.html`."""
    return html.escape(" ".join(text.split()))


def escaped_lines(text: str) -> str:
    """Escape text of people for `st.html` and keep its lines and spaces."""
    return html.escape(text).replace("\n", "<br>")


def done(act: Callable[[], object]) -> bool:
    """Do it, and say in one sentence why where it cannot be done; what she has entered stays."""
    try:
        act()
    except FlockError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return False
    return True


def show_error(error: Exception) -> bool:
    """Tell a person what went wrong in one sentence; what was not foreseen goes to the log and gets a general one."""
    if isinstance(error, FlockError):
        st.error(plain(str(error)), icon=":material/error:")
        return True
    if isinstance(error, OSError) and (why := of_disk(error)):
        log.error("a file was not written: %s", why)
        st.error(f"{why} Nothing was changed; try again when that is mended.", icon=":material/error:")
        return True
    note = secrets.token_hex(4)
    log.error("a page failed", exc_info=error, extra={"note": note})
    st.error(
        f"Something went wrong on our side, and we have noted it as {note}. Nothing you entered is lost; try again in a moment.",
        icon=":material/error:",
    )
    return True

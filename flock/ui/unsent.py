"""What a member wrote and could not send, so that she need not write it again: kept in the field, and over a new sign-in."""

from collections import OrderedDict
from collections.abc import Callable

import streamlit as st

from flock.errors import FlockError, NotSignedIn
from flock.ui import look, session

_MOST = 1_000
_kept: OrderedDict[tuple[str, str], str] = OrderedDict()
"""By who she is to her provider and the field; in memory alone. Nothing is kept of a sign-in that this tab never saw believed."""


def field(prompt: str, *, key: str, most: int, send: Callable[[str], None]) -> None:
    """Draw a field for words that are sent by Enter. What cannot be sent stays in it, with a sentence why."""
    if (known := session.identity()) and (words := _kept.pop((known, key), "")):
        st.session_state[key] = words
    if why := st.session_state.pop(f"why_{key}", ""):
        st.error(look.plain(why), icon=":material/error:")
    st.chat_input(prompt, key=key, max_chars=most, on_submit=_send, args=(key, send))


def _send(key: str, send: Callable[[str], None]) -> None:
    words = st.session_state[key]
    try:
        send(words)
    except FlockError as error:
        st.session_state[key] = words
        st.session_state[f"why_{key}"] = str(error)
        if isinstance(error, NotSignedIn) and (known := session.identity(as_before=True)):
            _kept[known, key] = words
            while len(_kept) > _MOST:
                _kept.popitem(last=False)

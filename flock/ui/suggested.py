"""What a member sees of introductions: her lead thinks that two should meet, and the answer is hers."""

import streamlit as st

from flock.domain.members import Person
from flock.services.introductions import Suggestion
from flock.ui import look, resources, safety_dialogs


def notice(person: Person | None) -> None:
    """Say on the first page that somebody waits to be met, where it is so."""
    if person is None:
        return
    waiting = resources.parts().introductions.waiting(person)
    if not waiting:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="suggested"):
        name = look.plain(waiting[0].other.name)
        st.markdown(f":material/handshake: Your lead thinks you and **{name}** should meet.", width="stretch")
        st.page_link("account/introductions.py", label="See why", icon=":material/arrow_forward:")


def card(person: Person, suggestion: Suggestion) -> None:
    """Show who she is and let the member answer; a no is told to nobody."""
    other = suggestion.other
    with st.container(border=True, key=f"suggested_{suggestion.introduction_id.hex}"):
        about = f", {other.does}" if other.does else ""
        st.markdown(f"**{look.plain(other.name)}**{look.plain(about)}")
        if other.can_help:
            st.text(f"Can help with {', '.join(other.can_help)}.")
        if other.wants_to_learn:
            st.text(f"Wants to learn {', '.join(other.wants_to_learn)}.")
        with st.container(horizontal=True, vertical_alignment="center"):
            key = suggestion.introduction_id.hex
            st.button(
                "I'd like to meet her",
                key=f"yes_{key}",
                icon=":material/waving_hand:",
                on_click=_answer,
                args=(person, suggestion, True),
            )
            st.button("Not now", key=f"no_{key}", type="tertiary", on_click=_answer, args=(person, suggestion, False))
            safety_dialogs.menu(other.member_id, other.name, place="card", key=f"i{key}")


def _answer(person: Person, suggestion: Suggestion, yes: bool) -> None:
    both = resources.parts().introductions.answer(person, suggestion.introduction_id, yes=yes)
    name = suggestion.other.name
    if both:
        st.session_state["introduced"] = f"{name} wants to meet you too. Say hello.", True
    elif yes:
        st.session_state["introduced"] = f"Noted. If {name} wants to meet as well, you both hear of it.", False

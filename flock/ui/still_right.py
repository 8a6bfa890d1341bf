"""«Still right?»: one fact of a place at a time, answered with one tap."""

import streamlit as st

from flock.domain import editing, words
from flock.domain.members import Person
from flock.domain.venues import Venue
from flock.errors import FlockError
from flock.ui import look, resources


def ask(person: Person, venue: Venue) -> None:
    """Ask about the fact that was longest unconfirmed. After a no, lead to where she can say what is right."""
    problem, thanks, field = st.session_state.pop("still_right", ("", "", ""))
    if problem:
        st.warning(look.plain(problem), icon=":material/edit_note:")
    due = resources.parts().fact_checks.to_ask(person, venue)
    if not due and not thanks:
        return
    with st.container(border=True, gap="xsmall", key="still_right_box"):
        if thanks:
            st.markdown(f":material/favorite: {thanks}")
            if field:
                _tell(venue, field, f"Say what is right: {words.mid_sentence(editing.LABEL[field])}")
        for name in due[:1]:
            value = editing.values(venue)[name] or ""
            st.markdown(f"Still right? **{_said(name, value)}**")
            with st.container(horizontal=True):
                for label, yes, icon in (("Yes", True, ":material/thumb_up:"), ("No", False, ":material/thumb_down:")):
                    args = (person, venue, name, value, yes)
                    st.button(label, key=f"still_{name}_{label}", icon=icon, on_click=_answer, args=args)


def know_better(venue: Venue) -> None:
    """Draw the way to say what is wrong or missing."""
    told = editing.values(venue)
    unknown = [name for name in venue.facts if not editing.is_known(told[name])]
    label = "Know it better? Tell us what is not known yet" if unknown else "Know it better? Tell us what is wrong"
    _tell(venue, "", label)


def _tell(venue: Venue, field: str, label: str) -> None:
    wanted = {"id": str(venue.venue_id)} | ({"field": field} if field else {})
    st.page_link("discover/suggest.py", label=label, icon=":material/lightbulb:", query_params=wanted, help="")


def _said(field: str, value: str) -> str:
    text = editing.said(field, value)
    return look.plain(f"Open {text}" if field == "hours" else words.capital(text))


def _answer(person: Person, venue: Venue, field: str, value: str, yes: bool) -> None:
    try:
        resources.parts().fact_checks.answer(person, venue.venue_id, field, value=value, still_right=yes)
    except FlockError as error:
        st.session_state["still_right"] = (str(error), "", "")
        return
    st.session_state["still_right"] = ("", "Thank you, that helps everyone who comes after you.", "" if yes else field)

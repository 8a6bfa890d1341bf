"""Who looks at the page: read from the database at every run, so that a role taken away is gone at once."""

from typing import NoReturn
from uuid import UUID

import streamlit as st

from flock.domain.members import Person
from flock.ui import resources

_LOOKING_AS = "looking_as"
_ASKED = "as"


def person() -> Person | None:
    """Give who looks, or None for somebody whom we do not know.

    On the demo community a link to any page may say through whose eyes: `?as=lead`.
    """
    accounts = resources.parts().accounts
    if _ASKED in st.query_params and (asked := accounts.demo_people().get(st.query_params[_ASKED])):
        st.session_state[_LOOKING_AS] = asked.person.member_id
    looking_as: UUID | None = st.session_state.get(_LOOKING_AS)
    return accounts.person(looking_as) if looking_as and accounts.is_demo() else None


def require(role: str = "member") -> Person:
    """Give who looks; stop the page where she may not do what that role may. The first line of every guarded page."""
    looking = person()
    if looking is None or not looking.may(role):
        refuse()
    return looking


def refuse() -> NoReturn:
    """Say that there is no such page, in the words for a page that is not hers, and stop."""
    st.title("This page is not here", anchor=False)
    st.write("The link may have been cut short, or the page is not for you. The places are one step back.")
    st.page_link("discover/places.py", label="All places", icon=":material/arrow_back:")
    st.stop()


def look_as(member_id: UUID | None) -> None:
    """Look at the demo community through an invented person's eyes, or as nobody again; a callback."""
    st.query_params.pop(_ASKED, None)
    st.session_state[_LOOKING_AS] = member_id

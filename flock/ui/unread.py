"""How many messages a member has not read, as the menu says it on every page."""

from uuid import UUID

import streamlit as st

from flock.domain.members import Person
from flock.errors import FlockError
from flock.ui import resources, session

_REMEMBERED_S = 30  # every page of hers asks


def count() -> int:
    """Count the messages that she has not read, without those of muted talks."""
    person = session.person()
    return _count(person.member_id, person) if person else 0


def forget(person: Person) -> None:
    """Count anew at the next page, since she has read or muted."""
    _count.clear(person.member_id, person)


@st.cache_data(ttl=_REMEMBERED_S, max_entries=10_000, show_spinner=False)
def _count(member_id: UUID, _person: Person) -> int:
    try:
        return resources.parts().messages.unread(_person)
    except FlockError:  # sent away a moment ago: the page itself says so
        return 0

"""The form in which an organiser edits a place. What somebody else changed meanwhile is shown beside what she typed; nothing is lost."""

from datetime import date
from uuid import UUID

import streamlit as st

from flock.domain import editing, venues, words
from flock.domain.editing import POSITION, Values
from flock.domain.members import Person
from flock.errors import ChangedMeanwhile, FlockError
from flock.services.venue_editing import Opened
from flock.ui import look, resources, venue_fields

_WHAT_AND_WHERE = ("name", "kind", "address", "town", "postcode", "country", POSITION, "hours", "url", "phone", "photo_url")
_WORKING_THERE = (*venues.FACTS, "seats", "checked_on", "source", "licence")


def show(person: Person, opened: Opened) -> None:
    """Draw the form, and what became of the last try to save it."""
    venue_id = opened.venue.venue_id
    seen = _seen(venue_id, opened.values)
    with st.container():  # always there, so that the form below stays where it is
        _outcome(venue_id)
    with st.form(f"edit_{venue_id.hex}", border=False):
        left, right = st.columns(2, gap="large")
        for column, title, fields in ((left, "What and where", _WHAT_AND_WHERE), (right, "Working there", _WORKING_THERE)):
            with column:
                st.subheader(title, anchor=False)
                for field in fields:
                    venue_fields.draw(field, seen[field], key=_key(venue_id, field))
        st.form_submit_button("Save changes", type="primary", icon=":material/save:", on_click=_save, args=(person, venue_id))


def _key(venue_id: UUID, field: str) -> str:
    """Name the widget of a field. A new turn is a new widget, which begins with what the place says then."""
    return f"edit_{venue_id.hex}_{field}_{st.session_state.get('edit_turns', {}).get(field, 0)}"


def _seen(venue_id: UUID, now: Values) -> Values:
    """Give the values that the form was opened with. They stay until it is saved or left, so that a newer one is noticed."""
    drawn = any(_key(venue_id, field) in st.session_state for field in editing.FIELDS)
    if not drawn or st.session_state.get("edit_seen", {}).get("id") != venue_id:
        st.session_state["edit_seen"] = {"id": venue_id, "values": dict(now)}
    seen: Values = st.session_state["edit_seen"]["values"]
    return seen


def _save(person: Person, venue_id: UUID) -> None:
    seen: Values = st.session_state["edit_seen"]["values"]
    shown = [field for field in (*_WHAT_AND_WHERE, *_WORKING_THERE) if _key(venue_id, field) in st.session_state]
    written = {field: _typed(venue_id, field) for field in shown}
    changed = {field: text for field, text in written.items() if text != editing.typed(field, seen[field])}
    desk = resources.parts().venue_editing
    try:
        changes = desk.save(person, venue_id, changed, seen=seen)
    except ChangedMeanwhile as error:
        newer = desk.open(person, venue_id, edits=0).values
        clash = {field: newer[field] for field in error.fields}
        seen.update(clash)
        st.session_state["edit_outcome"] = (venue_id, str(error), clash)
    except FlockError as error:
        st.session_state["edit_outcome"] = (venue_id, str(error), {})
    else:
        forget()
        st.session_state["edit_outcome"] = (venue_id, "", changes)


def forget(*fields: str) -> None:
    """Begin some fields of the form anew at the next run, or all, with the place as it is then; for callbacks."""
    turns = st.session_state.setdefault("edit_turns", {})
    for field in fields or editing.FIELDS:
        turns[field] = turns.get(field, 0) + 1


def _typed(venue_id: UUID, field: str) -> str:
    value = st.session_state.get(_key(venue_id, field))
    return value.isoformat() if isinstance(value, date) else value or ""


def _outcome(venue_id: UUID) -> None:
    owner, problem, fields = st.session_state.pop("edit_outcome", (None, "", {}))
    if owner != venue_id:
        return
    if not problem:
        labels = ", ".join(words.mid_sentence(editing.LABEL[field]) for field in fields)
        st.success(f"Saved: {labels}." if fields else "Nothing to save: it says that already.", icon=":material/check:")
        return
    st.warning(look.plain(problem), icon=":material/edit_note:")
    for field, value in fields.items():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"{editing.LABEL[field]} is now: **{look.plain(editing.said(field, value))}**")
            st.button("Take that", key=f"take_{field}", on_click=forget, args=(field,))

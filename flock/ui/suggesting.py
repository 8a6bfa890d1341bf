"""The form in which a member says what is wrong or missing on a place, and what became of what she said before."""

from collections.abc import Iterable

import streamlit as st

from flock.domain import editing, venues, words
from flock.domain.editing import SUGGESTED, Values
from flock.domain.members import Person
from flock.domain.suggestions import Suggestion
from flock.domain.venues import Venue
from flock.errors import FlockError
from flock.services.suggestions import LONGEST_NOTE
from flock.ui import look, manage_history, resources, venue_fields

_STATE = {
    "waiting": (":material/hourglass_top:", "Waits for an organiser to look at it."),
    "approved": (":material/check_circle:", "Thank you: {} took it over."),
    "declined": (":material/cancel:", "{} left it as it is."),
}


def form(person: Person, venue: Venue, first: str) -> None:
    """Draw the form, the field that she came for on top."""
    told = _seen(venue)
    on_top = [first] if first in SUGGESTED else [name for name in venues.FACTS if not editing.is_known(told[name])]
    with st.form(f"suggest_{venue.venue_id.hex}", border=False):
        _fields(venue, on_top, told)
        with st.expander("Name, address, hours and the rest, or it has closed", icon=":material/tune:"):
            _fields(venue, [name for name in SUGGESTED if name not in on_top], told)
        st.text_area(
            "Anything else we should know",
            key=_key(venue, "note"),
            max_chars=LONGEST_NOTE,
            placeholder="The entrance is in the yard. Sockets are only upstairs.",
        )
        st.form_submit_button("Send it", type="primary", icon=":material/send:", on_click=_send, args=(person, venue, told))
    st.caption("An organiser looks at it before it shows. She sees your first name.")


def became(suggestions: Iterable[Suggestion], *, tz: str = "UTC") -> None:
    """Draw what she suggested before and what became of it."""
    for one in suggestions:
        icon, sentence = _STATE[one.state]
        with st.container(border=True, gap="xsmall", key=f"mine_{one.suggestion_id.hex}"):
            st.page_link(
                "discover/place.py",
                label=f"**{look.plain(one.venue_name)}**",
                query_params={"id": str(one.venue_id)},
                help="",
            )
            said(one)
            by = look.plain(one.decider or "An organiser")
            when = manage_history.moment(one.decided_at or one.suggested_at, tz)
            st.markdown(f"{icon} {sentence.format(by)} :gray[{when}]")
            if one.answer:
                st.text(f"“{one.answer}”")


def said(one: Suggestion) -> None:
    """Draw what a suggestion says, with what was not taken over marked."""
    for change in one.changes:
        left = " (not taken over)" if change.accepted is False and one.state == "approved" else ""
        st.markdown(manage_history.diff(change.field, change.old_value, change.new_value) + left)
    if one.note:
        st.text(f"“{one.note}”")


def _seen(venue: Venue) -> Values:
    """Give the values that the form was opened with, so that what others change meanwhile is not taken for hers."""
    key = _key(venue, "seen")
    if _key(venue, "note") not in st.session_state or key not in st.session_state:
        st.session_state[key] = editing.values(venue)
    seen: Values = st.session_state[key]
    return seen


def _fields(venue: Venue, names: list[str], told: Values) -> None:
    for column, group in zip(st.columns(2, gap="medium"), (names[::2], names[1::2]), strict=True):
        for name in group:
            with column:
                venue_fields.draw(name, told[name], key=_key(venue, name))


def _key(venue: Venue, name: str) -> str:
    """Name the widget of a field. What was sent begins a new turn, with new widgets."""
    return f"suggest_{venue.venue_id.hex}_{name}_{st.session_state.get('suggest_turn', 0)}"


def _send(person: Person, venue: Venue, told: Values) -> None:
    shown = [name for name in SUGGESTED if _key(venue, name) in st.session_state]
    written = {name: str(st.session_state[_key(venue, name)] or "") for name in shown}
    changed = {name: text for name, text in written.items() if text != editing.typed(name, told[name])}
    note = str(st.session_state.get(_key(venue, "note")) or "")
    try:
        changes = resources.parts().suggestions.suggest(person, venue.venue_id, changed, note=note)
    except FlockError as error:
        manage_history.tell(problem=str(error))
        return
    st.session_state["suggest_turn"] = st.session_state.get("suggest_turn", 0) + 1
    sent = words.join([editing.LABEL[name] for name in changes]) if changes else "your note"
    manage_history.tell(f"Thank you. Sent: {sent}. Below you see what becomes of it.")

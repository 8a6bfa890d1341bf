"""What happened to a place: who changed what and when, each to be put back, and where each value comes from."""

from datetime import datetime
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

import streamlit as st

from flock.domain import editing, words
from flock.domain.editing import Edit, Merge
from flock.domain.members import Person
from flock.domain.venues import Status
from flock.errors import FlockError
from flock.services.venue_editing import Opened
from flock.ui import look, resources, venue_form

_CAUSE = {
    "edit": "edited",
    "suggestion": "from a member's suggestion",
    "merge": "when two places were merged",
    "close": "closed",
    "undo": "put back",
}
_STEP = 25


def status(person: Person, opened: Opened) -> None:
    """Draw whether the place is open, and the ways to change that. Each can be taken back, so none asks twice."""
    now = Status(opened.venue.status)
    notices = {
        Status.OPEN: "It is open: people find it on the map and in the list.",
        Status.TEMPORARILY_CLOSED: "It is closed for now: people find it, and see that it is closed.",
        Status.CLOSED: "It is closed for good: it has left the map and the lists. Links to it say so.",
    }
    st.write(notices[now])
    acts = {
        Status.OPEN: ("Open it again", ":material/store:"),
        Status.TEMPORARILY_CLOSED: ("Close for now", ":material/pause_circle:"),
        Status.CLOSED: ("Close for good", ":material/block:"),
    }
    with st.container(horizontal=True):
        for one, (label, icon) in acts.items():
            if one != now:
                st.button(label, key=f"status_{one.value}", icon=icon, on_click=_set_status, args=(person, opened, one))


def history(person: Person, opened: Opened) -> None:
    """Draw the edits, newest first, with what was merged into the place."""
    for merge in opened.merges:
        _merge(person, merge, opened.venue.tz)
    if not opened.edits:
        st.write("Nobody has changed this place yet. What is changed will be listed here, and can be put back.")
    for _, together in groupby(opened.edits, key=lambda edit: edit.change_id):
        _change(person, list(together), opened)
    if len(opened.edits) >= how_many():
        st.button("Show older changes", icon=":material/history:", on_click=_more)
    st.subheader("Where it comes from", anchor=False)
    rows = "".join(
        f'<tr><th scope="row">{editing.LABEL[field]}</th><td>{look.escaped(editing.said(field, opened.values[field]))}</td>'
        f"<td>{look.escaped(opened.origins[field])}</td></tr>"
        for field in editing.FIELDS
        if field in opened.origins
    )
    st.html(f'<table class="flock-origins">{rows}</table>')


def how_many() -> int:
    """Give how many edits the history shows."""
    return int(st.session_state.get("edits_shown", _STEP))


def outcome() -> None:
    """Say what became of the last button here, in a place that is always there, so that nothing below it moves."""
    problem, said = st.session_state.pop("manage_outcome", ("", ""))
    with st.container():
        if problem:
            st.warning(look.plain(problem), icon=":material/edit_note:")
        elif said:
            st.success(said, icon=":material/check:")


def tell(said: str = "", *, problem: str = "") -> None:
    """Have something said at the next run; for callbacks."""
    st.session_state["manage_outcome"] = (problem, said)


def _change(person: Person, edits: list[Edit], opened: Opened) -> None:
    first = edits[0]
    elsewhere = first.venue_id != opened.venue.venue_id
    with st.container(border=True, gap="xsmall", key=f"change_{first.edit_id.hex}"):
        about = f" on {_lost_name(opened, first.venue_id)}" if elsewhere else ""
        st.caption(f"{look.plain(first.editor)}, {moment(first.edited_at, opened.venue.tz)} · {_CAUSE[first.cause]}{about}")
        for edit in edits:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(diff(edit.field, edit.old_value, edit.new_value), width="stretch")
                if not elsewhere and opened.values[edit.field] != edit.old_value:
                    back = (person, edit, opened)
                    st.button(
                        "Put back",
                        key=f"back_{edit.edit_id.hex}",
                        type="tertiary",
                        icon=":material/undo:",
                        on_click=_put_back,
                        args=back,
                    )


def diff(field: str, old: str | None, new: str | None) -> str:
    """Write a change as Markdown in which every mark of people stands for itself."""
    return f"{editing.LABEL[field]}: {look.plain(editing.said(field, old))} → **{look.plain(editing.said(field, new))}**"


def moment(at: datetime, tz: str) -> str:
    """Say when, in the place's own time."""
    local = at.astimezone(ZoneInfo(tz))
    return f"{words.day(local.date())}, {words.clock(local)}"


def _merge(person: Person, merge: Merge, tz: str) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"merge_{merge.merge_id.hex}"):
        moved = f" {words.count(merge.moved, 'note', 'notes')} about it moved along." if merge.moved else ""
        st.markdown(
            f"**{look.plain(merge.lost_name)}** was merged into this place by {look.plain(merge.merger)}, {moment(merge.merged_at, tz)}.{moved}",
            width="stretch",
        )
        st.button(
            "Take apart",
            key=f"apart_{merge.merge_id.hex}",
            icon=":material/call_split:",
            on_click=_take_apart,
            args=(person, merge),
        )


def _lost_name(opened: Opened, venue_id: UUID) -> str:
    return next((look.plain(merge.lost_name) for merge in opened.merges if merge.lost_id == venue_id), "another place")


def _more() -> None:
    st.session_state["edits_shown"] = how_many() + _STEP


def _set_status(person: Person, opened: Opened, wanted: Status) -> None:
    try:
        resources.parts().venue_editing.set_status(person, opened.venue.venue_id, wanted, seen=opened.values)
        tell(f"It is {editing.STATUS[wanted]} now.")
    except FlockError as error:
        tell(problem=str(error))


def _put_back(person: Person, edit: Edit, opened: Opened) -> None:
    try:
        resources.parts().venue_editing.put_back(person, edit.edit_id, seen=opened.values)
        venue_form.forget()
        tell(f"{editing.LABEL[edit.field]} is put back.")
    except FlockError as error:
        tell(problem=str(error))


def _take_apart(person: Person, merge: Merge) -> None:
    try:
        resources.parts().venue_editing.undo_merge(person, merge.merge_id)
        venue_form.forget()
        tell("They are two places again.")
    except FlockError as error:
        tell(problem=str(error))

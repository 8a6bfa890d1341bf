"""What members say about places, as it waits for an organiser's answer."""

from uuid import UUID

import streamlit as st

from flock.domain import editing, words
from flock.domain.members import Person
from flock.domain.suggestions import Doubt, Suggestion
from flock.errors import FlockError
from flock.services.suggestions import LONGEST_NOTE, Queued
from flock.ui import look, manage_history, resources, suggesting


def waiting(person: Person, queued: Queued) -> None:
    """Draw a suggestion that waits: what it says, what the place says by now, and the two answers."""
    one = queued.suggestion
    with st.container(border=True, key=f"waiting_{one.suggestion_id.hex}"):
        _about(one)
        for change in one.changes:
            now = queued.now[change.field]
            if now == change.new_value:
                st.markdown(f"{editing.LABEL[change.field]}: it says **{look.plain(editing.said(change.field, now))}** by now.")
                continue
            told = manage_history.diff(change.field, change.old_value, change.new_value)
            if now != change.old_value:
                told += f" (it says {look.plain(editing.said(change.field, now))} by now)"
            st.checkbox(told, value=True, key=_key(one.suggestion_id, change.field))
        if one.note:
            st.text(f"“{one.note}”")
        st.text_input(
            "Your answer to her",
            key=_key(one.suggestion_id, "answer"),
            max_chars=LONGEST_NOTE,
            placeholder="A thank you, or why not",
        )
        with st.container(horizontal=True):
            args = (person, queued)
            label = "Take it over" if one.changes else "Done, thank her"
            st.button(label, key=_key(one.suggestion_id, "yes"), icon=":material/check:", on_click=_approve, args=args)
            st.button(
                "Leave it as it is", key=_key(one.suggestion_id, "no"), icon=":material/close:", on_click=_decline, args=args
            )


def decided(one: Suggestion) -> None:
    """Draw a suggestion that was answered."""
    with st.container(border=True, gap="xsmall", key=f"decided_{one.suggestion_id.hex}"):
        _about(one)
        suggesting.said(one)
        taken = "took it over" if one.state == "approved" else "left it as it is"
        st.caption(
            f"{look.plain(one.decider or 'An organiser')} {taken}, {manage_history.moment(one.decided_at or one.suggested_at, 'UTC')}"
        )
        if one.answer:
            st.text(f"“{one.answer}”")


def doubts(found: list[Doubt]) -> None:
    """Draw the facts that members say are not right any more."""
    if not found:
        return
    st.subheader("Not right any more, members say", anchor=False)
    for one in found:
        st.page_link(
            "organise/places.py",
            label=f"**{look.plain(one.venue_name)}** · {editing.LABEL[one.field]}: {look.plain(editing.said(one.field, one.value))} · "
            f"{words.count(one.members, 'member says', 'members say')} no",
            icon=":material/contrast:",
            query_params={"id": str(one.venue_id)},
            help="",
        )


def _about(one: Suggestion) -> None:
    st.page_link(
        "organise/places.py",
        label=f"**{look.plain(one.venue_name)}**",
        icon=":material/edit_location_alt:",
        query_params={"id": str(one.venue_id)},
        help="",
    )
    st.caption(f"{look.plain(one.member or 'A former member')}, {manage_history.moment(one.suggested_at, 'UTC')}")


def _key(suggestion_id: UUID, name: str) -> str:
    return f"answer_{suggestion_id.hex}_{name}"


def _answer(queued: Queued) -> str:
    return str(st.session_state.get(_key(queued.suggestion.suggestion_id, "answer")) or "")


def _approve(person: Person, queued: Queued) -> None:
    one = queued.suggestion
    ticked = {change.field for change in one.changes if st.session_state.get(_key(one.suggestion_id, change.field))}
    already = {change.field for change in one.changes if queued.now[change.field] == change.new_value}
    if one.changes and not ticked | already:
        manage_history.tell(problem="Nothing is ticked. Tick what you take over, or leave it as it is.")
        return
    try:
        resources.parts().suggestions.approve(
            person, one.suggestion_id, ticked | already, seen=queued.now, answer=_answer(queued)
        )
        manage_history.tell("Taken over. She sees it on her page.")
    except FlockError as error:
        manage_history.tell(problem=str(error))


def _decline(person: Person, queued: Queued) -> None:
    try:
        resources.parts().suggestions.decline(person, queued.suggestion.suggestion_id, answer=_answer(queued))
        manage_history.tell("Left as it is. She sees your answer.")
    except FlockError as error:
        manage_history.tell(problem=str(error))

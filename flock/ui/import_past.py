"""The imports that were: who brought in what and when, and the buttons that take one back or bring it in again."""

from functools import partial
from uuid import UUID

import streamlit as st

from flock.domain import words
from flock.domain.members import Person
from flock.errors import FlockError
from flock.services import import_history
from flock.services.import_history import Entry
from flock.ui import look, resources

_PAGE = 20
_TOLD, _PROBLEM = "import_told", "import_turn_problem"
_STATE = {
    "running": ":material/hourglass: being written",
    "abandoned": ":material/cancel: did not get to its end; nothing of it came in",
    import_history.COMMITTED: "",
    import_history.UNDONE: ":material/undo: undone",
}


def told(person: Person) -> None:
    """Say what was done a moment ago: a turn, or the import that the address names."""
    if error := st.session_state.pop(_PROBLEM, None):
        look.show_error(error)
    if sentence := st.session_state.pop(_TOLD, ""):
        st.success(look.plain(sentence), icon=":material/check:")
    elif "import" in st.query_params:
        named = _named(person)
        if named and named.state == import_history.COMMITTED:
            brought = (named.created or 0) + (named.updated or 0)
            st.success(f"{words.count(brought, 'place is', 'places are')} on the map now.", icon=":material/check:")
            st.page_link("discover/places.py", label="See the places", icon=":material/location_on:")


def listed(person: Person) -> None:
    """Draw the imports, the newest first."""
    page = int(st.session_state.get("import_page") or 1)
    entries = resources.parts().import_history.entries(acting=person, most=_PAGE + 1, skip=(page - 1) * _PAGE)
    if not entries:
        st.info("Nothing was brought in yet. What is will stand here, with a way to undo it.", icon=":material/upload_file:")
        st.page_link("organise/import_places.py", label="Bring in places", icon=":material/upload_file:")
    for entry in entries[:_PAGE]:
        _entry(person, entry)
    if len(entries) > _PAGE or page > 1:
        st.pagination(page + (len(entries) > _PAGE), key="import_page")


def _entry(person: Person, entry: Entry) -> None:
    with st.container(border=True, key=f"import_{entry.import_id.hex}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{look.plain(entry.file_name)}**  \n{_when(entry)}", width="stretch")
            _button(person, entry)
        st.markdown(_counts(entry))
        if state := _STATE.get(entry.state, ""):
            by = (
                f" by {look.plain(entry.turned_by)} on {words.day(entry.turned_at.date())}"
                if entry.turned_by and entry.turned_at
                else ""
            )
            st.caption(f"{state}{by}")
        with st.expander("Details"):
            st.text(f"Import {entry.import_id}\nFile with SHA-256 {entry.sha256}")
            if until := entry.undo_until:
                st.text(f"What it replaced is kept until {words.day(until.date())}.")


def _button(person: Person, entry: Entry) -> None:
    if not entry.can_turn() or (entry.sample and entry.member_id is None):
        return
    undone = entry.state == import_history.UNDONE
    st.button(
        "Bring it in again" if undone else "Undo this import",
        key=f"turn_{entry.import_id.hex}",
        icon=":material/redo:" if undone else ":material/undo:",
        on_click=partial(_turn, person, entry.import_id, undone=undone),
    )


def _turn(person: Person, import_id: UUID, *, undone: bool) -> None:
    """Take an import back, or bring it in again; a callback."""
    history = resources.parts().import_history
    try:
        with st.spinner("Writing the places"):
            done = (history.redo if undone else history.undo)(import_id, acting=person)
        st.session_state[_TOLD] = done.as_text(brought_in=undone)
    except FlockError as error:
        st.session_state[_PROBLEM] = error
    st.query_params.pop("import", None)


def _named(person: Person) -> Entry | None:
    try:
        wanted = UUID(st.query_params["import"])
    except ValueError:
        return None
    entries = resources.parts().import_history.entries(acting=person, most=_PAGE)
    return next((entry for entry in entries if entry.import_id == wanted), None)


def _when(entry: Entry) -> str:
    return f"{words.day(entry.started_at.date())} at {words.clock(entry.started_at)} UTC, by {look.plain(entry.who or 'nobody named')}"


def _counts(entry: Entry) -> str:
    if entry.rows is None:
        return ""
    parts = {
        "new": entry.created,
        "changed": entry.updated,
        "unchanged": entry.unchanged,
        "told twice": entry.duplicates,
        "left out": entry.rejected,
    }
    return f"{words.count(entry.rows, 'row', 'rows')}: " + (
        words.join([f"{n:,} {what}" for what, n in parts.items() if n]) or "none"
    )

"""The last step of bringing in places: the map before and after, and then all of it or nothing."""

import streamlit as st

from flock.domain import words
from flock.domain.import_drafts import Draft
from flock.domain.members import Person
from flock.errors import FlockError
from flock.services import import_checks, import_preview
from flock.services.import_results import Result
from flock.services.imports import Check
from flock.ui import import_check, import_rows, import_steps, map_view, resources
from flock.visuals.maps import Pin

_HEIGHT = 460
_BEFORE, _AFTER = "Before", "After"


def show(draft: Draft, person: Person) -> None:
    """Show what the map will be, and bring the places in."""
    import_steps.problem()
    checks = resources.parts().import_checks
    if checks.begin(person, draft).state == import_checks.COMMITTING:
        _writing(draft, person)
        return
    if not import_check.ready(draft, person):
        import_steps.buttons(person, draft, onward="")
        return
    with checks.look(person, draft.draft_id) as check:
        result = check.result()
        import_rows.figures(result)
        _map(check, result)
        changing = check.changes()
    coming = result.created + result.updated
    if result.rejected:
        st.caption(f":material/block: {words.count(result.rejected, 'row stays', 'rows stay')} out. Step «Check» says why.")
    if not changing:
        st.info("Everything in this file is here already, just so. There is nothing to bring in.", icon=":material/check:")
    elif sentence := _sample():
        st.info(sentence, icon=":material/theater_comedy:")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            f"Import {words.count(coming, 'place', 'places')}" if coming or not changing else "Merge what is told twice",
            type="primary",
            icon=":material/upload:",
            disabled=not changing,
            on_click=_begin,
            args=(person, draft),
        )
        st.caption("All of it comes in, or nothing. You can undo it for 30 days.")
    import_steps.buttons(person, draft, onward="")


def _sample() -> str:
    """Say what becomes of the demo community, while there is one."""
    parts = resources.parts()
    if parts.accounts.is_demo():
        return (
            "You look around in the demo community. What you import stands beside its invented places, and you stay who you are. "
            "All of it gives way to the first import by somebody who has signed in."
        )
    if parts.is_sample():
        return "These are your first real places. The demo's invented places and people leave when they come in."
    return ""


def _map(check: Check, result: Result) -> None:
    pins = [Pin(point.position, point.what, point.line) for point in import_preview.points(check)]
    if not pins:
        return
    side = st.segmented_control("Map", [_BEFORE, _AFTER], default=_AFTER, key="import_side", label_visibility="collapsed")
    map_view.rows(pins if side != _BEFORE else [], key="import_map", height=_HEIGHT)
    if side != _BEFORE:
        st.caption("**N** new · **C** changed · **D** told twice, merged · **?** in doubt · without a letter: here already")
    if len(pins) == import_preview.MOST_POINTS:
        total = result.created + result.updated + result.duplicates
        st.caption(f"{len(pins):,} of {total:,} rows are drawn, those in doubt first.")


@st.fragment(run_every=1.0)
def _writing(draft: Draft, person: Person) -> None:
    checks = resources.parts().import_checks
    if result := checks.result(person, draft.draft_id):
        st.switch_page("organise/import_history.py", query_params={"import": str(result.import_id)})
    progress = checks.begin(person, draft)
    if progress.state != import_checks.COMMITTING:
        st.rerun()
    import_check.bar(progress)
    st.caption("You can close this page: the import goes on, and stands in the list of imports when it is done.")


def _begin(person: Person, draft: Draft) -> None:
    """Begin to write; a callback."""
    try:
        resources.parts().import_checks.commit(person, draft)
    except FlockError as error:
        import_steps.note_problem(error)

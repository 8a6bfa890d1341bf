"""The five steps of bringing in places: where she is, and the way back and forth."""

from dataclasses import replace
from uuid import UUID

import streamlit as st

from flock.domain.import_drafts import STEPS, Draft
from flock.domain.members import Person
from flock.errors import NotFound
from flock.ui import look, resources

_LABEL = {"file": "File", "columns": "Columns", "check": "Check", "duplicates": "Duplicates", "commit": "Bring in"}
_PARAM = "draft"
_PROBLEM = "import_problem"


def current(person: Person) -> Draft | None:
    """Give the import that the address names; None where it names none, or one that is not there any more."""
    if _PARAM not in st.query_params:
        return None
    try:
        return resources.parts().import_drafts.get(person, UUID(st.query_params[_PARAM]))
    except (ValueError, NotFound) as error:
        del st.query_params[_PARAM]
        st.info(
            look.plain(str(error)) if isinstance(error, NotFound) else "This link leads to no import.", icon=":material/info:"
        )
        return None


def bar(draft: Draft | None) -> None:
    """Draw the steps, with the one she is at."""
    at = STEPS.index(draft.step if draft else STEPS[0])
    marks = ["done" if number < at else "here" if number == at else "" for number in range(len(STEPS))]
    here = ' aria-current="step"'
    items = "".join(
        f'<li class="{mark}"{here if mark == "here" else ""}><span>{number}</span> {_LABEL[step]}</li>'
        for number, (step, mark) in enumerate(zip(STEPS, marks, strict=True), 1)
    )
    st.html(f'<ol class="flock-steps" aria-label="Steps">{items}</ol>')


def buttons(person: Person, draft: Draft, *, onward: str, blocked: bool = False) -> None:
    """Draw the way back and the way on; `onward` says what comes next, `blocked` keeps her here."""
    at = STEPS.index(draft.step)
    with st.container(horizontal=True, key="import_steps"):
        if at:
            st.button("Back", icon=":material/arrow_back:", on_click=go, args=(person, draft, STEPS[at - 1]))
        if at + 1 < len(STEPS):
            step = STEPS[at + 1]
            st.button(
                onward, type="primary", icon=":material/arrow_forward:", disabled=blocked, on_click=go, args=(person, draft, step)
            )
        st.button("Throw away", type="tertiary", icon=":material/delete:", on_click=throw_away, args=(person, draft))


def go(person: Person, draft: Draft, step: str) -> None:
    """Take her to another step; a callback. Columns she is content with are kept for the next table of their shape."""
    drafts = resources.parts().import_drafts
    drafts.save(person, replace(draft, step=step))
    if draft.step == "columns" and STEPS.index(step) > STEPS.index("columns"):
        drafts.remember_mapping(person, draft)


def take_up(draft: Draft) -> None:
    """Go on with an import; a callback too."""
    st.query_params[_PARAM] = str(draft.draft_id)


def throw_away(person: Person, draft: Draft) -> None:
    """Forget an import and its file; a callback."""
    resources.parts().import_drafts.end(person, draft)
    st.query_params.pop(_PARAM, None)


def note_problem(error: Exception) -> None:
    """Keep what went wrong in a callback for `problem` to tell."""
    st.session_state[_PROBLEM] = error


def problem() -> None:
    """Tell what went wrong in the last callback, once."""
    if error := st.session_state.pop(_PROBLEM, None):
        look.show_error(error)

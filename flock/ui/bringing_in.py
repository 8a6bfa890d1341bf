"""A table that a lead brings in at once: what a check says of it, the step that writes it, and the way back from earlier ones."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, NamedTuple, Protocol, TypeVar
from uuid import UUID

import streamlit as st

from flock.domain.words import join
from flock.errors import FlockError
from flock.ui import look


class Plan(Protocol):
    """What a check says would happen."""

    @property
    def problems(self) -> Sequence[Any]:
        """What was found wrong, each with line and sentence."""

    @property
    def columns(self) -> dict[str, str]:
        """Which column is taken for which field."""


Checked = TypeVar("Checked", bound=Plan)


class Earlier(NamedTuple):
    """A table that was brought in before, as the list says it."""

    import_id: UUID
    file_name: str
    said: str
    is_undone: bool


def checked(name: str, label: str, types: list[str], check: Callable[[str, bytes], Checked], *, kept: str) -> Checked | None:
    """Take a file and check it; None while there is none. A table that cannot be read is said in a sentence, and the run ends."""
    if done := st.session_state.pop(f"{name}_done", None):
        st.success(done, icon=":material/check:")
    file = st.file_uploader(label, type=types, key=f"{name}_file_{st.session_state.setdefault(f'{name}_turn', 0)}")
    st.caption(kept)
    if file is None:
        return None
    try:
        return check(file.name, file.getvalue())
    except FlockError as error:
        st.error(look.plain(str(error)), icon=":material/error:")
        st.stop()


def findings(plan: Plan, sentence: str) -> None:
    """Say what would happen, from which columns, and what is wrong where."""
    taken = join([f"{field.replace('_', ' ')} from «{column}»" for field, column in plan.columns.items()])
    st.markdown(f"{sentence} Taken as: {look.plain(taken)}.")
    if plan.problems:
        lines = {"Line": [str(one.line or "") for one in plan.problems], "Why": [one.sentence for one in plan.problems]}
        st.dataframe(lines, hide_index=True, width="stretch")


def write(name: str, label: str, icon: str, act: Callable[[], object], *, done: str, disabled: bool) -> None:
    """Offer to write it, say that it is done, and begin again with no file: what was uploaded is gone."""
    if st.button(label, type="primary", icon=icon, disabled=disabled) and look.done(act):
        st.session_state[f"{name}_done"] = done
        st.session_state[f"{name}_turn"] += 1
        st.rerun()


def earlier(tables: Iterable[Earlier], undo: Callable[[UUID], object]) -> None:
    """List what was brought in, with a way to take each back."""
    for number, one in enumerate(tables):
        if not number:
            st.subheader("What was brought in", anchor=False)
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            said = f"**{look.plain(one.file_name)}**  \n{look.plain(one.said)}{'. Undone' if one.is_undone else ''}"
            st.markdown(said, width="stretch")
            if not one.is_undone:
                taken_back = partial(undo, one.import_id)
                st.button("Undo", key=f"undo_{one.import_id}", icon=":material/undo:", on_click=_do, args=(taken_back,))


def _do(act: Callable[[], object]) -> None:
    look.done(act)

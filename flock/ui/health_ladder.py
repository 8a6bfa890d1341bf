"""Levels of activity on the leads' page: who stands where, who moved, and what the levels are."""

from dataclasses import asdict
from typing import Any

import pandas as pd
import streamlit as st

from flock.domain import activity_levels, measure_words
from flock.domain.activity_levels import Level
from flock.domain.members import Person
from flock.errors import FlockError
from flock.services.engagement import Scope
from flock.ui import figures, look, resources, session
from flock.visuals import level_charts

_DRAFT, _TURN = "ladder_draft", "ladder_turn"


@st.fragment
def ladder(scope: Scope) -> None:
    """Show who stands at each level and who moved, and let the levels be changed."""
    person = session.require("lead")
    section = resources.parts().engagement.ladder(scope)
    st.subheader("Coming closer", anchor="ladder")
    figures.row(section)
    levels, moves = section.tables["levels"], section.tables["moves"]
    figures.chart(
        measure_words.moves(moves),
        moves if moves["members"].any() else None,
        level_charts.moves,
        list(section),
        by=person,
        key="moves",
        name="moves",
    )
    figures.chart(
        measure_words.levels(levels),
        levels if levels["now"].any() else None,
        level_charts.levels,
        [section["gravity"]],
        by=person,
        key="levels",
        name="levels",
    )
    with st.expander("Change the levels", icon=":material/stairs:", key="ladder_settings", on_change="rerun"):
        if st.session_state.get("ladder_settings"):
            _settings(person, scope)


def _settings(person: Person, scope: Scope) -> None:
    service = resources.parts().activity_levels
    if done := st.session_state.pop("ladder_done", None):
        st.success(done, icon=":material/check:")
    st.write(
        "A member stands at the highest level whose number of active days she reached in the window. The weight says how much a level "
        "counts in gravity. What you set holds for every lead, and for earlier windows too."
    )
    draft = _draft(service.current())
    with st.container(horizontal=True):
        st.button("Add a level", icon=":material/add:", on_click=_add, disabled=len(draft) >= activity_levels.MOST)
        st.button(
            "Leave out the highest", icon=":material/remove:", on_click=_leave_out, disabled=len(draft) <= activity_levels.FEWEST
        )
        st.button(
            "Start again from 1, 4, 7 and 10", icon=":material/restart_alt:", on_click=_begin, args=(activity_levels.DEFAULT,)
        )
    try:
        wanted = activity_levels.checked(draft)
    except FlockError as error:
        st.warning(look.plain(str(error)), icon=":material/stairs:")
        wanted = None
    changed = wanted is not None and wanted != service.current()
    if wanted and changed:
        _preview(scope, wanted)
    with st.container(horizontal=True):
        if changed:
            st.button("Use these levels", type="primary", icon=":material/check:", on_click=_use, args=(person, wanted))
        if before := service.before():
            names = ", ".join(look.plain(level.name) for level in before)
            st.button(f"Put back: {names}", icon=":material/undo:", on_click=_put_back, args=(person,))


def _draft(current: tuple[Level, ...]) -> list[Level]:
    """Let each level be written anew, and give what is written."""
    rows: list[dict[str, Any]] = st.session_state.setdefault(_DRAFT, [asdict(level) for level in current])
    turn = st.session_state.get(_TURN, 0)
    for number, row in enumerate(rows):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            row["name"] = st.text_input(
                f"Level {number + 1}",
                row["name"],
                max_chars=activity_levels.LONGEST_NAME,
                key=f"ladder_name_{turn}_{number}",
                width=220,
            )
            row["days"] = st.number_input(
                "From days",
                1,
                activity_levels.MOST_DAYS,
                row["days"],
                key=f"ladder_days_{turn}_{number}",
                width=140,
                disabled=number == 0,
            )
            row["weight"] = st.number_input(
                "Weight", 1, activity_levels.MOST_WEIGHT, row["weight"], key=f"ladder_weight_{turn}_{number}", width=140
            )
    return [Level(**row) for row in rows]


def _preview(scope: Scope, wanted: tuple[Level, ...]) -> None:
    """Say what these levels would show of the window that is looked at; nothing is written."""
    section = resources.parts().engagement.ladder(scope, wanted)
    now = resources.parts().engagement.ladder(scope)["gravity"]
    st.markdown(
        f"**What they would show.** {look.plain(measure_words.moves(section.tables['moves']))} Gravity would be "
        f"{measure_words.value(section['gravity'])} instead of {measure_words.value(now)}."
    )
    both = pd.merge(section.tables["levels"], section.tables["moves"], on="level", how="right").drop(columns="members")
    st.dataframe(both, hide_index=True)


def _add() -> None:
    rows = st.session_state[_DRAFT]
    highest = rows[-1]
    rows.append({"name": "", "days": min(activity_levels.MOST_DAYS, highest["days"] + 4), "weight": highest["weight"] + 3})


def _leave_out() -> None:
    st.session_state[_DRAFT].pop()


def _begin(levels: tuple[Level, ...]) -> None:
    st.session_state[_DRAFT] = [asdict(level) for level in levels]
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def _use(person: Person, levels: tuple[Level, ...]) -> None:
    service = resources.parts().activity_levels
    if look.done(lambda: service.change(person, levels)):
        _begin(service.current())
        st.session_state["ladder_done"] = "These levels hold now. You can put back the ones before."


def _put_back(person: Person) -> None:
    service = resources.parts().activity_levels
    if look.done(lambda: service.put_back(person)):
        st.session_state["ladder_done"] = "The levels before hold again."
    _begin(service.current())

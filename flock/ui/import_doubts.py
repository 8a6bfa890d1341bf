"""Rows of an import whose position is in question: both pins on a small map, decided one by one or all at once."""

from dataclasses import replace

import streamlit as st

from flock.domain import positions, words
from flock.domain.import_drafts import Draft
from flock.domain.members import Person
from flock.services import doubts as asking
from flock.services.doubts import ADDRESS, COARSE, FAR, KEEP, OUT, OUTSIDE, SEA, Decisions, Doubt
from flock.services.imports import Check
from flock.ui import filters, look, map_view, resources
from flock.visuals.maps import Pin

_MOST_LISTED = 200
_ABOUT = {
    FAR: "coordinates far from their postcode",
    COARSE: "only a town or district is known; placed in the middle of it",
    SEA: "coordinates in the sea",
    OUTSIDE: "far from all other places of the table",
}
_CHOICE = {
    FAR: {KEEP: "Use the coordinates", ADDRESS: "Use the postcode", OUT: "Leave out"},
    COARSE: {KEEP: "Place at town level", OUT: "Leave out"},
    SEA: {KEEP: "They are right", ADDRESS: "Use the address", OUT: "Leave out"},
    OUTSIDE: {KEEP: "They are right", OUT: "Leave out"},
}


def show(draft: Draft, person: Person, check: Check) -> None:
    """Draw the doubts that nobody has decided, by kind; each kind to be decided at once, each row on its own."""
    st.caption("They come in as they are unless you say otherwise.")
    open_ = check.open_doubts()
    for kind in asking.CHOICES:
        same = [doubt for doubt in open_ if doubt.kind == kind]
        if not same:
            continue
        with st.container(border=True, key=f"doubts_{kind}"):
            st.markdown(f"**{words.count(len(same), 'row', 'rows')}**: {_ABOUT[kind]}")
            _one(draft, person, same)
            if len(same) > 1:
                _all(draft, person, kind, len(same))


def _one(draft: Draft, person: Person, same: list[Doubt]) -> None:
    """Draw one of the rows on a map, with its choices."""
    kind = same[0].kind
    doubt = same[0]
    if len(same) > 1:
        by_line = {doubt.line: doubt for doubt in same[:_MOST_LISTED]}
        chosen = st.selectbox(
            "Row", list(by_line), format_func=lambda line: f"Line {line}: {by_line[line].name}", key=f"doubt_{kind}_{len(same)}"
        )
        doubt = by_line[chosen]
    told, drawn = st.columns([2, 3], gap="medium")
    with told:
        st.markdown(f"Line {doubt.line}: **{look.plain(doubt.name)}**  \n{look.plain(doubt.sentence)}")
        if doubt.other:
            apart = words.distance(positions.distance_m(doubt.position, doubt.other), unit=filters.last_unit())
            st.markdown(f"**A** is where the coordinates say, **B** is the postcode, {apart} away.")
        else:
            st.markdown("**A** is where it would stand.")
        for choice, label in _CHOICE[kind].items():
            st.button(label, key=f"decide_{kind}_{choice}", on_click=_decide, args=(person, draft, doubt.line, choice))
    with drawn:
        pins = [Pin(doubt.position, "given", doubt.line)]
        pins += [Pin(doubt.other, "address")] if doubt.other else []
        map_view.rows(pins, key=f"doubt_map_{kind}")


def _all(draft: Draft, person: Person, kind: str, count: int) -> None:
    st.markdown(f"All {count:,} alike:")
    with st.container(horizontal=True):
        for choice, label in _CHOICE[kind].items():
            st.button(label, key=f"all_{kind}_{choice}", on_click=_decide_all, args=(person, draft, kind, choice))


def _decide(person: Person, draft: Draft, line: int, choice: str) -> None:
    """Keep what she decided about a row; a callback."""
    _save(person, draft, Decisions.from_json(draft.decisions).with_rows([line], choice))


def _decide_all(person: Person, draft: Draft, kind: str, choice: str) -> None:
    """Keep what she decided about all rows of a kind; a callback."""
    _save(person, draft, Decisions.from_json(draft.decisions).with_kind(kind, choice))


def _save(person: Person, draft: Draft, decisions: Decisions) -> None:
    resources.parts().import_drafts.save(person, replace(draft, decisions=decisions.as_json()))

"""Making one place of two: find the other, see both side by side, choose field by field."""

from uuid import UUID

import streamlit as st

from flock.domain import editing, words
from flock.domain.members import Person
from flock.domain.venues import Venue
from flock.errors import FlockError
from flock.services.venue_editing import Opened
from flock.ui import look, manage_history, resources, venue_form

_MOVES = {"interaction": ("thing that members did there", "things that members did there")}
_MOVES |= {"suggestion": ("suggestion", "suggestions"), "fact_check": ("check of a fact", "checks of facts")}
_SIDES = ("This one", "The other")
_FOUND = 8


def show(person: Person, opened: Opened) -> None:
    """Draw the candidates; or, once one is chosen, both side by side."""
    other_id = st.query_params.get("with", "")
    if not other_id:
        _candidates(person, opened)
        return
    try:
        other = resources.parts().venue_editing.open(person, UUID(other_id), edits=0)
    except (ValueError, FlockError):
        st.query_params.pop("with")
        st.rerun()
    st.button("Another one", icon=":material/arrow_back:", type="tertiary", on_click=_choose, args=("",))
    _both(person, opened, other)


def _candidates(person: Person, opened: Opened) -> None:
    desk = resources.parts().venue_editing
    st.write("Is this place here twice? Choose the other one. Both are compared before anything happens, and it can be undone.")
    alike = desk.alike(person, opened.venue)
    for place, distance_m in alike:
        _candidate(place.venue_id, place.name, f"{place.address or ''} · {words.distance(distance_m, unit='km')} away")
    if not alike:
        st.write("Nothing near here has a similar name.")
    text = st.text_input("Look for another by name, street, town or postcode", key="merge_find", max_chars=100)
    if text.strip():
        _, found = desk.catalogue(person, text=text, most=_FOUND)
        others = [one for one in found if one.venue_id != opened.venue.venue_id]
        for one in others:
            _candidate(one.venue_id, one.name, " ".join(part for part in (one.town, one.postcode) if part))
        if not others:
            st.write("No other place is called that.")


def _candidate(venue_id: UUID, name: str, about: str) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{look.plain(name)}**  \n{look.plain(about)}", width="stretch")
        st.button(
            "Compare", key=f"with_{venue_id.hex}", icon=":material/compare_arrows:", on_click=_choose, args=(str(venue_id),)
        )


def _both(person: Person, opened: Opened, other: Opened) -> None:
    for label, side in zip(_SIDES, (opened, other), strict=True):
        st.markdown(f"{label}: **{look.plain(side.venue.name)}**, {look.plain(_where(side.venue))}")
    st.radio("Which one stays?", _SIDES, horizontal=True, key="merge_stays")
    kept, lost = _in_order(opened, other)
    differing = _differing(kept, lost)
    if differing:
        st.write("What should it say? Where only one of them knows, that is chosen already.")
    for field in differing:
        options = [look.plain(editing.said(field, side.values[field])) for side in (kept, lost)]
        key = _key(field, lost)
        likely = _likely(field, kept, lost)
        st.radio(editing.LABEL[field], (0, 1), index=likely, key=key, horizontal=True, format_func=options.__getitem__)
    moves = resources.parts().venue_editing.what_moves(person, lost.venue.venue_id)
    told = [words.count(number, *_MOVES[table]) for table, number in moves.items() if number]
    st.caption(
        f"{look.plain(lost.venue.name)} leaves the map, and its address leads to the one that stays."
        + (f" Along with it: {words.join(told)}." if told else "")
    )
    args = (person, opened, other)
    st.button("Make them one place", type="primary", icon=":material/merge:", on_click=_merge, args=args)


def _in_order(opened: Opened, other: Opened) -> tuple[Opened, Opened]:
    """Give the one that stays and the one that goes, as chosen at this moment."""
    return (opened, other) if st.session_state["merge_stays"] == _SIDES[0] else (other, opened)


def _differing(kept: Opened, lost: Opened) -> list[str]:
    return [field for field in editing.FIELDS if field != "status" and kept.values[field] != lost.values[field]]


def _likely(field: str, kept: Opened, lost: Opened) -> int:
    """Say whose value of a field stays if nobody chooses: 0 that of the place that stays, 1 of the one that goes."""
    mine, others = kept.values[field], lost.values[field]
    if field == "checked_on" and mine and others:
        return int(others > mine)
    return int(editing.is_known(others) and not editing.is_known(mine))


def _key(field: str, lost: Opened) -> str:
    return f"merge_{lost.venue.venue_id.hex}_{field}"


def _where(venue: Venue) -> str:
    return ", ".join(part for part in (venue.address, venue.town, venue.postcode) if part) or "no address known yet"


def _choose(venue_id: str) -> None:
    if venue_id:
        st.query_params["with"] = venue_id
    else:
        st.query_params.pop("with", None)


def _merge(person: Person, opened: Opened, other: Opened) -> None:
    kept, lost = _in_order(opened, other)
    chosen = {field: st.session_state.get(_key(field, lost), _likely(field, kept, lost)) for field in _differing(kept, lost)}
    taken = {field: lost.values[field] for field, side in chosen.items() if side}
    kept_id, lost_id = kept.venue.venue_id, lost.venue.venue_id
    try:
        resources.parts().venue_editing.merge(person, lost_id=lost_id, kept_id=kept_id, taken=taken, seen=kept.values)
    except FlockError as error:
        manage_history.tell(problem=str(error))
        return
    venue_form.forget()
    st.query_params.pop("with", None)
    st.query_params["id"] = str(kept_id)
    st.session_state["part"] = "History"
    manage_history.tell("They are one place now. Below you can take them apart again.")

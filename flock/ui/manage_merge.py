"""Making one place of two: find the other, see both side by side, choose field by field."""

from uuid import UUID

import streamlit as st

from flock.domain import editing, words
from flock.domain.editing import Values
from flock.domain.members import Person
from flock.domain.venues import Venue
from flock.errors import FlockError
from flock.services.venue_editing import Opened
from flock.ui import look, manage_history, resources, venue_form

_MOVES = {"interaction": ("thing that members did there", "things that members did there")}
_MOVES |= {"suggestion": ("suggestion", "suggestions"), "fact_check": ("check of a fact", "checks of facts")}
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
    sides = {"This one": opened, "The other": other}
    for label, side in sides.items():
        st.markdown(f"{label}: **{look.plain(side.venue.name)}**, {look.plain(_where(side.venue))}")
    stays = st.radio("Which one stays?", list(sides), horizontal=True, key="merge_stays")
    kept, lost = (opened, other) if stays == "This one" else (other, opened)
    differing = [field for field in editing.FIELDS if field != "status" and opened.values[field] != other.values[field]]
    taken: Values = {}
    if differing:
        st.write("What should it say? Where only one of them knows, that is chosen already.")
    for field in differing:
        if _choice(field, kept.values, lost.values) == 1:
            taken[field] = lost.values[field]
    moves = resources.parts().venue_editing.what_moves(person, lost.venue.venue_id)
    told = [words.count(number, *_MOVES[table]) for table, number in moves.items() if number]
    st.caption(
        f"{look.plain(lost.venue.name)} leaves the map, and its address leads to the one that stays."
        + (f" {words.join(told).capitalize()} move along." if told else "")
    )
    args = (person, kept, lost, taken)
    st.button("Make them one place", type="primary", icon=":material/merge:", on_click=_merge, args=args)


def _choice(field: str, kept: Values, lost: Values) -> int:
    """Ask whose value of a field stays: 0 that of the place that stays, 1 of the one that goes."""
    options = [editing.said(field, side[field]) for side in (kept, lost)]
    known = 1 if editing.is_known(lost[field]) and not editing.is_known(kept[field]) else 0
    key = f"merge_{field}_{options[0]}_{options[1]}"
    chosen: int = st.radio(
        editing.LABEL[field], (0, 1), index=known, key=key, horizontal=True, format_func=lambda side: look.plain(options[side])
    )
    return chosen


def _where(venue: Venue) -> str:
    return ", ".join(part for part in (venue.address, venue.town, venue.postcode) if part) or "no address known yet"


def _choose(venue_id: str) -> None:
    if venue_id:
        st.query_params["with"] = venue_id
    else:
        st.query_params.pop("with", None)


def _merge(person: Person, kept: Opened, lost: Opened, taken: Values) -> None:
    kept_id, lost_id = kept.venue.venue_id, lost.venue.venue_id
    try:
        resources.parts().venue_editing.merge(person, lost_id=lost_id, kept_id=kept_id, taken=taken, seen=kept.values)
    except FlockError as error:
        manage_history.tell(problem=str(error))
        return
    venue_form.forget(kept_id)
    st.query_params.pop("with", None)
    st.query_params["id"] = str(kept_id)
    st.session_state["part"] = "History"
    manage_history.tell("They are one place now. Below you can take them apart again.")

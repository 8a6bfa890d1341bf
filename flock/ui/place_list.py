"""The list beside the map: how many places there are, a page of them as cards, and a way on where there are none."""

from uuid import UUID

import streamlit as st

from flock.domain import filters as asking
from flock.domain import positions, words
from flock.domain.venues import Venue
from flock.errors import NotFound
from flock.services.discovery import Found
from flock.services.exports import FORMATS, MOST
from flock.ui import cards, filters, look, resources
from flock.ui.filters import Chosen

PAGE = 12  # each card is four messages to the browser, at every click of everybody
_LAST_PAGE = 100  # further down nobody reads; filters are the way
_FORM_WORDS = {"csv": "CSV, for spreadsheets", "geojson": "GeoJSON, for maps", "parquet": "GeoParquet, for data people"}


def heading(chosen: Chosen) -> str:
    """Say in a sentence what the page shows."""
    wanted = chosen.wanted
    kinds = [words.KIND[kind][1] for kind in words.KIND if kind in wanted.kinds]
    what = words.join(kinds).capitalize() if kinds else "Places to work"
    where = f" near {look.plain(chosen.place.matched)}" if chosen.place else (" in this area" if wanted.area else "")
    when = f", {filters.said('open', wanted, chosen.unit)}" if wanted.open_for_h is not None else ""
    return f"{what}{where}{when}"


def search(chosen: Chosen) -> Found:
    """Find the page of places that the list shows."""
    return resources.parts().discovery.search(chosen.wanted, most=PAGE, skip=(_page() - 1) * PAGE)


def chosen_place() -> Venue | None:
    """Give the place that the address names, or None; a link to a place that is gone says so."""
    text = st.query_params.get("place", "")
    if not text:
        return None
    try:
        return resources.parts().discovery.venue(resources.parts().venue_editing.kept_id(UUID(text)))
    except (ValueError, NotFound):
        st.warning("The place in this link is not there any more. Here is what is near.", icon=":material/wrong_location:")
        st.query_params.pop("place")
        return None


def show(found: Found, chosen: Chosen, venue: Venue | None) -> None:
    """Draw the list."""
    parts = chosen.wanted.parts
    with st.container(horizontal=True, vertical_alignment="center"):
        counted = f"**{words.count(found.total, 'place', 'places')}**, {_order(chosen)}"
        st.markdown(counted if found.total else "**No places**")
        if parts:
            st.button(f"{len(parts)} on · clear", icon=":material/filter_alt_off:", type="tertiary", on_click=filters.clear)
    if venue:
        away = positions.distance_m(chosen.wanted.near, venue.position) if chosen.wanted.near else None
        distance = "" if away is None else words.distance(away, unit=chosen.unit)
        cards.place(venue, distance=distance, needs=chosen.wanted.needs, chosen=True)
    if not found.total:
        _nothing(chosen)
        return
    for place, distance_m in found.places:
        if venue and place.venue_id == venue.venue_id:
            continue
        distance = "" if distance_m is None else words.distance(distance_m, unit=chosen.unit)
        cards.place(place, distance=distance, needs=chosen.wanted.needs, chosen=False)
    if found.total > PAGE:
        st.pagination(min(-(-found.total // PAGE), _LAST_PAGE), key="page", bind="query-params")
    _downloads(chosen, found.total)


def _order(chosen: Chosen) -> str:
    if chosen.place:
        return "nearest first"
    return "from the middle outwards" if chosen.wanted.area else "most recently checked first"


def _page() -> int:
    """Give the page of the list: the widget's, or before it is drawn the address's; nonsense is the first."""
    told = str(st.session_state.get("page") or st.query_params.get("page", ""))
    return int(told) if told.isascii() and told.isdigit() and 0 < int(told) <= _LAST_PAGE else 1


def _nothing(chosen: Chosen) -> None:
    """Name the filter that emptied the list and offer to drop it. Nothing is dropped by itself."""
    wanted = chosen.wanted
    if not wanted.parts:
        st.info("There are no places here yet. An organiser can bring them in from a table.", icon=":material/add_location:")
        return
    asked = [filters.said(part, wanted, chosen.unit) for part in wanted.parts]
    st.write(f"{'No place here has it all' if len(asked) > 1 else 'No place here fits'}: {look.plain(words.join(asked))}.")
    culprits = resources.parts().discovery.what_empties(wanted)
    for part, number in culprits[:3]:
        name = look.plain(filters.said(part, wanted, chosen.unit))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.write(f"Without “{name}” there {'is' if number == 1 else 'are'} {number:,}.")
            st.button("Show it" if number == 1 else "Show them", key=f"drop_{part}", on_click=filters.drop, args=(part,))
    if not culprits:
        st.write("No single filter is to blame: only with several off is there anything.")
        st.button("Clear all", icon=":material/filter_alt_off:", on_click=filters.clear, key="clear_all")


def _downloads(chosen: Chosen, total: int) -> None:
    query = asking.to_query(chosen.wanted)
    with st.popover("Download this list", icon=":material/download:"):
        for form in FORMATS:
            st.link_button(_FORM_WORDS[form], f"api/venues.{form}?{query}", width="stretch")
        held = words.count(total, "place", "places") if total <= MOST else f"The first {MOST:,} of {total:,} places"
        st.caption(f"{held}, with who made the data.")
    if chosen.place:
        st.caption(look.plain(f"{chosen.place.matched} was found by {chosen.place.source}."))

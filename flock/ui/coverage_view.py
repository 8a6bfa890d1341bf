"""Parts of the page that shows where members have no fitting place near: what is asked, the map, and the tables beside it."""

import streamlit as st

from flock.domain import cells, coverage, filters, words
from flock.domain.coverage import Way
from flock.domain.filters import VenueFilter
from flock.domain.positions import Bounds
from flock.services.coverage import Coverage
from flock.ui import look, map_view
from flock.visuals import maps

_WAYS: dict[str, Way] = {"on foot": "walk", "by bike": "ride"}
_NEEDS = {words.NEED[need]: need for need in filters.NEEDS}


def asked() -> tuple[VenueFilter, Way]:
    """Draw what makes a place fit and how members come, and give both."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        said = st.segmented_control("They come", list(_WAYS), default="on foot", required=True, key="by", bind="query-params")
        needs = st.pills("A place fits with", list(_NEEDS), selection_mode="multi", key="with", bind="query-params")
        unknown = st.toggle("Places where it is not known yet fit too", True, key="unknown", bind="query-params")
    way = _WAYS.get(str(said), "walk")
    reach_km = coverage.reach_m(way) / 1000
    st.caption(
        f"Near is {coverage.MINUTES} minutes {said or 'on foot'}: {reach_km:.1f} km as the crow flies, at {coverage.SPEED_KMH[way]:g} km/h "
        f"on streets that are {coverage.DETOUR:g} times as long. A hexagon counts as near where half of it is. Members appear only in "
        "hexagons with five or more who let everyone see them."
    )
    return VenueFilter(needs=frozenset(_NEEDS[need] for need in needs or () if need in _NEEDS), include_unknown=unknown), way


def sentence(found: Coverage) -> str:
    """Say in one sentence where members lack a place."""
    told = [one for one in found.cells if one.near_share is not None]
    if not told:
        return "Members who let everyone see them live too far apart yet, so nothing can be said."
    hexagons = words.count(len(told), "hexagon", "hexagons")
    if not found.gaps:
        return f"In all {hexagons} with five or more members a fitting place is near."
    return f"In {len(found.gaps):,} of {hexagons} with five or more members no fitting place is near."


def shown_map(found: Coverage, wanted: VenueFilter) -> None:
    """Draw the hexagons, those without a place near dashed, and the candidates by their number."""
    told = [one for one in found.cells if one.near_share is not None]
    towns = list(dict.fromkeys([*found.candidate_names, *(found.names[one.cell] for one in told)]))
    around = st.selectbox("Look at", towns, key="town", bind="query-params")
    corners = [corner for one in told if found.names[one.cell] == around for corner in cells.corners(one.cell)]
    corners += [one.middle for one, name in zip(found.candidates, found.candidate_names, strict=True) if name == around]
    lats, lons = [corner.lat for corner in corners], [corner.lon for corner in corners]
    map_view.hexagons(
        wanted,
        [maps.Hexagon(cells.corners(one.cell), cells.middle(one.cell), one.step, one.is_gap) for one in told],
        [one.middle for one in found.candidates],
        Bounds(min(lats), min(lons), max(lats), max(lons)),
    )
    st.caption("5+ is five or more members. Dashed: no fitting place near. Numbers on yellow: where a new one would help.")


def tables(found: Coverage) -> None:
    """Say the same as the map in two tables: candidates for a new place, and all hexagons."""
    if found.candidates:
        st.markdown("**Where a new place would help most**")
        spots = zip(found.candidates, found.candidate_names, strict=True)
        st.markdown("\n".join(f"1. {look.plain(name)}, near {one.middle.lat:.3f}, {one.middle.lon:.3f}" for one, name in spots))
        st.caption("The best first, as if members lived evenly over their hexagon: nobody knows where in it they do.")
    with st.expander("All hexagons", icon=":material/table:", expanded=not found.candidates):
        st.caption("A hexagon without a share is wider than a town: members there live too far apart to say.")
        st.dataframe(
            {
                "Around": [found.names[one.cell] for one in found.cells],
                "Members": [f"{one.step}+" for one in found.cells],
                "Near a place": [None if one.near_share is None else round(one.near_share * 100) for one in found.cells],
            },
            hide_index=True,
            column_config={"Near a place": st.column_config.ProgressColumn(format="%d%%", min_value=0, max_value=100)},
        )

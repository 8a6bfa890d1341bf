"""The map on a page: one constant map, steered by what the page shows, and its clicks taken back."""

import zlib
from collections.abc import Sequence
from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from flock.domain import filters as asking
from flock.domain import positions
from flock.domain.filters import VenueFilter
from flock.domain.positions import Bounds, LatLon
from flock.domain.venues import Venue
from flock.ui import cards, filters, look, resources
from flock.ui.filters import Chosen
from flock.visuals import maps
from flock.web import assets

_KEY = "places_map"
_HEIGHT = 640
_SMALL_HEIGHT = 300
_SHOWN_CREDITS = 3
_CLOSE = 15  # the zoom at which a neighbourhood fills the map
_TOWN = 12
_NEIGHBOURHOOD_M, _TOWN_M = 1_500.0, 4_000.0  # how far the map looks around a place that was asked for


def show(chosen: Chosen, venue: Venue | None) -> None:
    """Draw the map of what the filter finds; a click on a place chooses it, «search this area» moves the list there."""
    wanted = chosen.wanted
    state = maps.map_state(
        asking.to_query(wanted),
        resources.parts().discovery.version(),
        view=_view(chosen, venue),
        selected=maps.Selected(venue.venue_id, venue.position, venue.kind) if venue else None,
        circle=(wanted.near, wanted.radius_m) if wanted.near and wanted.radius_m is not None else None,
        area=wanted.area,
        theme="dark" if look.is_dark() else "light",
        unit="mi" if chosen.unit == "mi" else "km",
    )
    draw(state, key=_KEY, height=_HEIGHT, on_change=_clicked)


def one_place(venue: Venue) -> None:
    """Draw a small map with one place in the middle, and what else is around it."""
    state = maps.map_state(
        "",
        resources.parts().discovery.version(),
        view=maps.View(_number(venue.venue_id), venue.position, _CLOSE if venue.precision_m < 1000 else _TOWN),
        selected=maps.Selected(venue.venue_id, venue.position, venue.kind),
        theme="dark" if look.is_dark() else "light",
        unit="mi" if filters.last_unit() == "mi" else "km",
    )
    draw(state, key="place_map", height=_SMALL_HEIGHT, on_change=_clicked_neighbour)


def hexagons(wanted: VenueFilter, drawn: Sequence[maps.Hexagon], spots: Sequence[LatLon], extent: Bounds) -> None:
    """Draw hexagons with members over the places that fit, with numbered spots."""
    state = maps.map_state(
        asking.to_query(wanted),
        resources.parts().discovery.version(),
        view=maps.View(_number(extent), extent),
        theme="dark" if look.is_dark() else "light",
        hexagons=drawn,
        spots=spots,
    )
    draw(state, key="coverage_map", height=_HEIGHT, on_change=None)


def rows(pins: Sequence[maps.Pin], *, key: str, height: int = _SMALL_HEIGHT) -> None:
    """Draw rows of a table among the places that are here; the map goes to where the rows are."""
    lats, lons = [pin.position.lat for pin in pins], [pin.position.lon for pin in pins]
    around: Bounds | LatLon | None = resources.parts().discovery.extent()
    if pins:
        around = pins[0].position if len(pins) == 1 else Bounds(min(lats), min(lons), max(lats), max(lons))
    state = maps.map_state(
        "",
        resources.parts().discovery.version(),
        view=maps.View(_number(around), around, _TOWN) if around else None,
        theme="dark" if look.is_dark() else "light",
        unit="mi" if filters.last_unit() == "mi" else "km",
        pins=pins,
    )
    draw(state, key=key, height=height, on_change=None)


@st.cache_resource(show_spinner=False)
def _map() -> Any:
    settings = resources.parts().settings
    return maps.base_map(tiles_url=settings.tiles_url, attribution=settings.tiles_attribution, assets=assets.folder())


def draw(state: Any, *, key: str, height: int, on_change: Any) -> None:
    """Draw the one map with a state; `on_change` is called when somebody clicked on it."""
    st_folium(
        _map(),
        key=key,
        height=height,
        use_container_width=True,
        returned_objects=list(maps.RETURNED_OBJECTS),
        feature_group_to_add=state,
        on_change=on_change,
    )
    _credit()


def _credit() -> None:
    """Name who made the places, beneath the map, as their licences ask. Not on it: folium reads text as templates."""
    parts = resources.parts()
    made_by = [] if parts.is_sample() else parts.discovery.credits()
    if made_by:
        more = " · and others, see About" if len(made_by) > _SHOWN_CREDITS else ""
        st.caption(f"Places: {look.plain(' · '.join(made_by[:_SHOWN_CREDITS]))}{more}")


def _view(chosen: Chosen, venue: Venue | None) -> maps.View | None:
    """Say where the map should be: at the place looked up, the area searched, the place chosen, or all places."""
    moves = st.session_state.get("moves", 0)
    wanted = chosen.wanted
    if wanted.near and chosen.place:
        reach_m = wanted.radius_m or min(max(chosen.place.precision_m, _NEIGHBOURHOOD_M), _TOWN_M)
        around = positions.box_around(wanted.near, reach_m)
        return maps.View(_number(around, moves), around)
    if wanted.area:
        return maps.View(_number("area", moves), wanted.area)
    if venue:
        return maps.View(_number("place", moves), venue.position, _CLOSE)
    extent = resources.parts().discovery.extent()
    return maps.View(_number("all", moves), extent) if extent else None


def _clicked() -> None:
    click = last_click(_KEY)
    if click and click.venue_id:
        cards.choose(str(click.venue_id))
    elif click and click.area:
        filters.search_area(click.area)


def _clicked_neighbour() -> None:
    click = last_click("place_map")
    if click and click.venue_id:
        st.query_params["id"] = str(click.venue_id)
    elif click and click.area:
        filters.search_area(click.area)
        st.switch_page("discover/places.py", query_params={"area": filters.written(click.area)})


def last_click(key: str) -> maps.Click | None:
    """Give the click on a map that was not taken before, None where there is none."""
    returned = st.session_state.get(key)
    click = maps.read_click(returned if isinstance(returned, dict) else {}, st.session_state.get(f"{key}_seen"))
    if click:
        st.session_state[f"{key}_seen"] = click.number
    return click


def _number(*what: object) -> int:
    """Number a view: the same view has the same number, so the map is moved once and then left to the person."""
    return zlib.crc32(repr(what).encode())

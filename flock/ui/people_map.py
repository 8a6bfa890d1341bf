"""The map beside the people: hexagons with at least five members, and the places where one could meet."""

from typing import Any

import streamlit as st

from flock.domain import cells
from flock.domain.members import Person
from flock.domain.positions import LatLon
from flock.services.people import Own
from flock.ui import look, map_view, resources
from flock.visuals import maps

_KEY = "people_map"
_HEIGHT = 620
_NEAR_ZOOM, _FAR_ZOOM = 11, 6
_BRITAIN = LatLon(54.0, -2.5)


def chosen() -> int | None:
    """Give the hexagon that the address names, None for none or nonsense."""
    told = st.query_params.get("hexagon", "")
    try:
        cell = int(told, 16) if len(told) <= 15 else 0
    except ValueError:
        return None
    return cell if cell > 0 and cells.resolution(cell) <= cells.LEVELS[0] else None


def show(person: Person, own: Own) -> None:
    """Draw the map; a click on a hexagon narrows the list to it."""
    parts = resources.parts()
    cell = chosen()
    start = own.home_cell
    state = maps.map_state(
        "",
        parts.discovery.version(),
        view=maps.View(1, cells.middle(start) if start else _BRITAIN, _NEAR_ZOOM if start else _FAR_ZOOM),
        theme="dark" if look.is_dark() else "light",
        layer=maps.Layer("members", f"pass={parts.member_map.pass_for(person)}", f"{cell:x}" if cell else ""),
    )
    map_view.draw(state, key=_KEY, height=_HEIGHT, on_change=_clicked)


def widen() -> None:
    """Look at all hexagons again; a callback."""
    st.query_params.pop("hexagon", None)
    st.session_state.pop("people_page", None)


def seen(own: Own) -> str:
    """Say in which hexagon others see her."""
    shown = resources.parts().people.seen_in(own)
    if own.home_cell is None:
        return "You have not said where you are, so nobody is near you yet."
    if shown is None:
        return "Too few people live around you to show anything: others do not see where you are, not even roughly."
    size = {7: "about 5 km²", 6: "about 36 km²", 5: "about 250 km²", 4: "about 1,800 km²"}[cells.resolution(shown.cell)]
    where = f"Others see that you are somewhere in a hexagon of {size}, with {shown.step}+ members in it."
    return f"{where} We keep {'no more' if cells.resolution(shown.cell) == cells.LEVELS[0] else 'the hexagon of 5 km² around you and no more'}."


def _clicked() -> None:
    click: Any = map_view.last_click(_KEY)
    if click is None:
        return
    if click.hexagon is not None:
        widen()
        if click.hexagon:
            st.query_params["hexagon"] = click.hexagon
    elif click.venue_id:
        st.switch_page("discover/place.py", query_params={"id": str(click.venue_id)})

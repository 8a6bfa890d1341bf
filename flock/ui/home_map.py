"""Hexagons of homes on a map: one to be picked, or the one in which others see a member."""

from functools import partial

import streamlit as st

from flock.domain import cells
from flock.domain.cells import Shown
from flock.domain.members import Person
from flock.domain.positions import Bounds, LatLon
from flock.ui import look, map_view, resources
from flock.visuals import maps

_KEY, _PICKED = "home_map", "home_picked_on_map"
_HEIGHT, _SMALL_HEIGHT = 460, 320
_CLOSE = 12
_BRITAIN = LatLon(54.0, -2.5)
_FAR = 6


def pick(home: int | None) -> int | None:
    """Draw the hexagons that a home can be in, and give the one picked since it was last saved; the present one is where it begins."""
    was, told = st.session_state.get(_PICKED, (None, ""))
    picked = int(told, 16) if told and was == home else home
    state = maps.map_state(
        "",
        resources.parts().discovery.version(),
        view=_view(home),
        theme="dark" if look.is_dark() else "light",
        layer=maps.Layer("homes", chosen=f"{picked:x}" if picked else ""),
        places=False,
    )
    st.caption("Zoom in until you see hexagons, then click the one you live in.")
    map_view.draw(state, key=_KEY, height=_HEIGHT, on_change=partial(_clicked, home))
    return picked


def shown(person: Person, hexagon: Shown) -> None:
    """Draw what others see on their maps, with the hexagon that stands for her as the chosen one."""
    parts, corners = resources.parts(), cells.corners(hexagon.cell)
    lats, lons = [corner.lat for corner in corners], [corner.lon for corner in corners]
    state = maps.map_state(
        "",
        parts.discovery.version(),
        view=maps.View(hexagon.cell % 2**31, Bounds(min(lats), min(lons), max(lats), max(lons))),
        theme="dark" if look.is_dark() else "light",
        layer=maps.Layer("members", f"pass={parts.member_map.pass_for(person)}", f"{hexagon.cell:x}"),
        places=False,
    )
    map_view.draw(state, key="seen_map", height=_SMALL_HEIGHT, on_change=None)


def _view(home: int | None) -> maps.View:
    if home is not None:
        return maps.View(1, cells.middle(home), _CLOSE)
    extent = resources.parts().discovery.extent()
    return maps.View(1, extent) if extent else maps.View(1, _BRITAIN, _FAR)


def _clicked(home: int | None) -> None:
    click = map_view.last_click(_KEY)
    if click is not None and click.hexagon is not None:
        st.session_state[_PICKED] = home, click.hexagon

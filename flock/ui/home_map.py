"""Hexagons of homes on a map: one to be picked, or the one in which others see a member."""

from typing import Any

import streamlit as st

from flock.domain import cells
from flock.domain.cells import Shown
from flock.domain.positions import Bounds, LatLon
from flock.ui import look, map_view, resources
from flock.visuals import maps

_KEY = "home_map"
_HEIGHT, _SMALL_HEIGHT = 460, 320
_CLOSE = 12
_BRITAIN = LatLon(54.0, -2.5)
_FAR = 6


def pick(home: int | None) -> int | None:
    """Draw the hexagons that a home can be in, and give the one picked; the present one is where the map begins."""
    told = st.session_state.get("home_picked_on_map", "")
    picked = int(told, 16) if told else home
    state = maps.map_state(
        "",
        resources.parts().discovery.version(),
        view=_view(home),
        theme="dark" if look.is_dark() else "light",
        layer=maps.Layer("homes", chosen=f"{picked:x}" if picked else ""),
        places=False,
    )
    st.caption("Zoom in until you see hexagons, then click the one you live in.")
    map_view.draw(state, key=_KEY, height=_HEIGHT, on_change=_clicked)
    return picked


def shown(hexagon: Shown) -> None:
    """Draw a hexagon as it is published, with the number of members in it."""
    corners = cells.corners(hexagon.cell)
    lats, lons = [corner.lat for corner in corners], [corner.lon for corner in corners]
    state = maps.map_state(
        "",
        resources.parts().discovery.version(),
        view=maps.View(hexagon.cell % 2**31, Bounds(min(lats), min(lons), max(lats), max(lons))),
        theme="dark" if look.is_dark() else "light",
        hexagons=[maps.Hexagon(corners, cells.middle(hexagon.cell), hexagon.step, is_gap=False)],
        places=False,
    )
    map_view.draw(state, key="seen_map", height=_SMALL_HEIGHT, on_change=None)


def _view(home: int | None) -> maps.View:
    if home is not None:
        return maps.View(1, cells.middle(home), _CLOSE)
    extent = resources.parts().discovery.extent()
    return maps.View(1, extent) if extent else maps.View(1, _BRITAIN, _FAR)


def _clicked() -> None:
    click: Any = map_view.last_click(_KEY)
    if click is not None and click.hexagon is not None:
        st.session_state["home_picked_on_map"] = click.hexagon

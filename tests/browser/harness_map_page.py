import os

import streamlit as st
from streamlit_folium import st_folium

from flock.domain.positions import Bounds, LatLon
from flock.visuals import maps
from flock.web import assets

HARBOUR = LatLon(51.4545, -2.5879)


@st.cache_resource
def the_map() -> maps.Map:
    return maps.base_map(tiles_url=os.environ.get("HARNESS_TILES_URL", ""), attribution="© Nobody <b>", assets=assets.folder())


def clicked() -> None:
    click = maps.read_click(st.session_state.map, state.click.number)
    if click:
        state.click = click


st.set_page_config(layout="wide")
state = st.session_state
state.setdefault("runs", 0)
state.setdefault("click", maps.Click(0))
state.setdefault("moves", 1)
state.runs += 1
state.moves += st.button("Go home")
kind = st.text_input("Kind")
theme = "dark" if st.toggle("Dark") else "light"
area = Bounds(51.44, -2.62, 51.47, -2.56) if st.toggle("Area") else None
circle = (HARBOUR, 1000.0) if st.toggle("Circle") else None

steer = maps.map_state(
    f"kind={kind}" if kind else "",
    1,
    view=maps.View(state.moves, state.click.area or HARBOUR, int(os.environ.get("HARNESS_ZOOM", "14"))),
    selected=maps.Selected(state.click.venue_id, HARBOUR, "cafe") if state.click.venue_id else None,
    area=area,
    circle=circle,
    theme=theme,
)
st_folium(
    the_map(),
    key="map",
    height=560,
    use_container_width=True,
    returned_objects=maps.RETURNED_OBJECTS,
    feature_group_to_add=steer,
    on_change=clicked,
)
st.text(f"runs {state.runs}; venue {state.click.venue_id}; area {state.click.area}")

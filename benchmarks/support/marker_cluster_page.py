"""The usual way to put places on a Streamlit map: every one a marker in folium's MarkerCluster. A peer for browser.py."""

import json
from pathlib import Path

import folium
import streamlit as st
from folium.plugins import MarkerCluster
from streamlit_folium import st_folium

positions = json.loads(Path(st.query_params["positions"]).read_text("utf-8"))
page = folium.Map(location=[float(st.query_params["lat"]), float(st.query_params["lon"])], zoom_start=10, tiles=None, maxZoom=19)
group = MarkerCluster().add_to(page)
for number, position in enumerate(positions):
    folium.Marker(position, tooltip=f"Willow Kitchen {number}").add_to(group)
st_folium(page, use_container_width=True, height=640)

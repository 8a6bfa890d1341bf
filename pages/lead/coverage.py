import streamlit as st

from flock.ui import coverage_view, resources, session

person = session.require("lead")

st.title("Where places are missing", anchor=False)
heading = st.empty()
wanted, way = coverage_view.asked()
found = resources.parts().coverage.look(person, wanted, way=way)
heading.write(coverage_view.sentence(found))
if not any(one.near_share is not None for one in found.cells):
    st.stop()
mapped, listed = st.columns([7, 5], gap="medium")
with mapped:
    coverage_view.shown_map(found, wanted)
with listed:
    coverage_view.tables(found)

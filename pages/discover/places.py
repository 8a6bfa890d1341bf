import streamlit as st

from flock.ui import filters, look, map_view, place_list, session, suggested

filters.come_back()
suggested.notice(session.person())
heading = st.empty()
chosen = filters.show()
heading.title(place_list.heading(chosen), anchor=False)
if chosen.note:
    st.caption(f":material/info: {look.plain(chosen.note)}")
if chosen.problem:
    st.warning(look.plain(chosen.problem), icon=":material/search_off:")
    st.stop()

venue = place_list.chosen_place()
with st.container(key="view_choice"):
    view = st.segmented_control("Show", ["List", "Map"], default="List", required=True, key="view", label_visibility="collapsed")
look.on_phone_hide("map" if view == "List" else "list")

listed, mapped = st.columns([5, 7], gap="medium")
with mapped, st.container(key="map_pane"):
    map_view.show(chosen, venue)
with listed, st.container(key="list_pane"):
    place_list.show(place_list.search(chosen), chosen, venue)

import streamlit as st

from flock.ui import filters, look, map_view, place_list, resources

discovery = resources.parts().discovery

heading = st.empty()
chosen = filters.show()
heading.title(place_list.heading(chosen), anchor=False)
if chosen.problem:
    st.warning(look.plain(chosen.problem), icon=":material/search_off:")
    st.stop()

found = place_list.search(chosen)
with st.container(key="view_choice"):
    view = st.segmented_control("Show", ["List", "Map"], default="List", required=True, key="view", label_visibility="collapsed")
look.on_phone_hide("map_pane" if view == "List" else "list_pane")

listed, mapped = st.columns([5, 7], gap="medium")
with mapped, st.container(key="map_pane"):
    map_view.show(chosen, place_list.chosen_place())
with listed, st.container(key="list_pane"):
    place_list.show(found, chosen)

import streamlit as st

from flock.domain import words
from flock.errors import NotFound
from flock.ui import cards, comparing, filters, look, map_view, place_page, resources, session, still_right

parts, person = resources.parts(), session.person()
discovery = parts.discovery

st.page_link("discover/places.py", label="All places", icon=":material/arrow_back:", query_params=filters.last_list())
asked = place_page.asked()
try:
    venue = discovery.venue(parts.venue_editing.kept_id(asked))
except NotFound:
    place_page.missing(discovery.archived(asked))
    st.stop()

about, around = st.columns([6, 5], gap="large")
with about:
    st.title(look.plain(venue.name), anchor=False)
    st.markdown(f"{look.KIND_ICON[venue.kind]} {words.KIND[venue.kind][0].capitalize()} · **{cards.opening(venue)}**")
    if venue.venue_id != asked:
        st.caption(":material/merge: The place in your link was found to be this one.")
    place_page.contact(venue)
    with st.container(horizontal=True, vertical_alignment="center", key="way_acts"):
        comparing.collect(venue)
        if person and person.may("organiser"):
            edit = {"id": str(venue.venue_id)}
            st.page_link("organise/places.py", label="Edit", icon=":material/edit_location_alt:", query_params=edit, help="")
    place_page.facts(venue)
    if person:
        still_right.ask(person, venue)
        still_right.know_better(venue)
    place_page.week(venue)
with around:
    map_view.one_place(venue)
    st.subheader("Near here", anchor=False)
    with st.container(key="neighbours", gap="xsmall"):
        for other, distance_m in discovery.neighbours(venue):
            place_page.neighbour(other, distance_m)
    place_page.made_by(venue)

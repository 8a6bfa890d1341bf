from uuid import UUID

import streamlit as st

from flock.domain import words
from flock.errors import NotFound
from flock.ui import cards, look, manage_history, manage_list, manage_merge, resources, session, venue_form

person = session.require("organiser")
desk = resources.parts().venue_editing

if "id" not in st.query_params:
    st.title("Look after places", anchor=False)
    manage_list.show(person)
    st.stop()

with st.container(key="way_back"):
    st.page_link("organise/places.py", label="All places", icon=":material/arrow_back:", query_params=manage_list.last())
try:
    venue_id = UUID(st.query_params["id"])
    opened = desk.open(person, desk.kept_id(venue_id), edits=manage_history.how_many())
except (ValueError, NotFound):
    st.title("This place is not here", anchor=False)
    st.write("It may have been removed, or the link was cut short. All the others are one step back.")
    st.stop()

venue = opened.venue
st.title(look.plain(venue.name), anchor=False)
with st.container(horizontal=True, vertical_alignment="center"):
    st.markdown(
        f"{look.KIND_ICON[venue.kind]} {words.KIND[venue.kind][0].capitalize()} · **{cards.opening(venue)}**", width="content"
    )
    st.page_link(
        "discover/place.py",
        label="See its page",
        icon=":material/storefront:",
        query_params={"id": str(venue.venue_id)},
    )
if venue.venue_id != venue_id:
    st.caption(":material/merge: The place you asked for was merged into this one.")
part = st.segmented_control(
    "What to do",
    ["Details", "Close", "Merge", "History"],
    default="Details",
    required=True,
    key="part",
    bind="query-params",
    label_visibility="collapsed",
)
manage_history.outcome()
if part == "Details":
    venue_form.show(person, opened)
elif part == "Close":
    manage_history.status(person, opened)
elif part == "Merge":
    manage_merge.show(person, opened)
else:
    manage_history.history(person, opened)

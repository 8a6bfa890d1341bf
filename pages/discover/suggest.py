from uuid import UUID

import streamlit as st

from flock.errors import NotFound
from flock.ui import look, manage_history, resources, session, suggesting

person = session.require()
parts = resources.parts()

try:
    venue = parts.discovery.venue(parts.venue_editing.kept_id(UUID(st.query_params.get("id", ""))))
except (ValueError, NotFound):
    st.title("What became of what you told us", anchor=False)
    mine = parts.suggestions.mine(person)
    suggesting.became(mine)
    if not mine:
        st.write("You have not suggested anything yet. Every place has a link «Know it better?» on its page.")
    st.stop()

back = {"id": str(venue.venue_id)}
st.page_link("discover/place.py", label=look.plain(venue.name), icon=":material/arrow_back:", query_params=back, help="")
st.title("Know it better?", anchor=False)
st.write("Change what is wrong, fill in what is missing, leave the rest.")
manage_history.outcome()
with st.container(width=760):
    suggesting.form(person, venue, st.query_params.get("field", ""))
    before = parts.suggestions.mine(person, venue_id=venue.venue_id)
    if before:
        st.subheader("What you told us about it before", anchor=False)
        suggesting.became(before, tz=venue.tz)
    with st.container(key="way_all"):
        st.page_link("discover/suggest.py", label="All that you told us, and what became of it", icon=":material/history:")

import streamlit as st

from flock.domain import words
from flock.ui import comparing, filters

with st.container(key="way_back"):
    st.page_link("discover/places.py", label="All places", icon=":material/arrow_back:", query_params=filters.last_list())
venues, missing = comparing.asked()
if len(venues) < 2:
    st.title("Compare places", anchor=False)
    st.write("Put two to four places side by side: press «Compare» on the pages of those you are thinking of.")
    comparing.say_missing(missing)
    comparing.links(venues)
    st.stop()

st.title(f"{words.count(len(venues), 'place', 'places')} side by side", anchor=False)
comparing.say_missing(missing)
comparing.table(venues)
comparing.links(venues)
st.caption("Send the address of this page to whoever you would like to decide with: it shows her the same.")

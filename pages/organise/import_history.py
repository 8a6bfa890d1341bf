import streamlit as st

from flock.ui import import_past, session

person = session.require("organiser")
st.title("Imports", anchor=False)
st.write("Which tables of places were brought in, by whom, and the way back.")
with st.container(width=960):
    import_past.told(person)
    import_past.listed(person)

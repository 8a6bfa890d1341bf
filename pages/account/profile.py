import streamlit as st

from flock.ui import resources, session

person = session.require()
parts = resources.parts()

st.title("Your profile", anchor=False)

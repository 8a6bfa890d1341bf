import streamlit as st

from flock.ui import resources, session

person = session.require()
parts = resources.parts()

st.title("Settings", anchor=False)
if session.signed_in():
    st.subheader("Signing out", anchor=False)
    st.write("You are signed out by yourself after twelve hours. On a computer that others use, sign out when you go.")
    with st.container(horizontal=True):
        st.button("Sign out", key="sign_out", icon=":material/logout:", on_click=session.sign_out)
        st.button("Sign out everywhere", key="sign_out_everywhere", type="tertiary", on_click=session.sign_out_everywhere)

import streamlit as st

from flock.domain import members
from flock.ui import gate, resources, session

person = session.require()
parts = resources.parts()
_, seen_by = parts.profiles.own(person)

st.title("Settings", anchor=False)
st.subheader("Who may see you", anchor=False)
chosen = st.radio(
    "Who may see you?",
    members.SEEN_BY,
    members.SEEN_BY.index(seen_by),
    format_func=gate.SEEN_BY.get,
    label_visibility="collapsed",
)
if chosen != seen_by:
    parts.gate.choose_seen_by(person.member_id, chosen)
    st.toast("Saved.", icon=":material/check:")
st.caption("Hidden is hidden everywhere: in counts, maps, suggestions and charts too. Who is hidden cannot browse others.")

st.subheader("Where you are", anchor=False)
gate.home_form(person, "Save")

if session.signed_in():
    st.subheader("Signing out", anchor=False)
    st.write("You are signed out by yourself after twelve hours. On a computer that others use, sign out when you go.")
    with st.container(horizontal=True):
        st.button("Sign out", key="sign_out", icon=":material/logout:", on_click=session.sign_out)
        st.button("Sign out everywhere", key="sign_out_everywhere", type="tertiary", on_click=session.sign_out_everywhere)

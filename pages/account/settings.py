import streamlit as st

from flock.domain import members
from flock.ui import gate, look, people_map, resources, session

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
st.write(people_map.seen(parts.people.own(person)))
gate.home_form(person, "Save")

if blocked := parts.safety.blocked(person):
    st.subheader("Whom you have blocked", anchor=False)
    for one in blocked:
        with st.container(horizontal=True, vertical_alignment="center", key=f"blocked_{one.blocked_id.hex}"):
            st.markdown(look.plain(one.name), width="stretch")
            st.button(
                "Unblock", key=f"unblock_{one.blocked_id.hex}", on_click=parts.safety.unblock, args=(person, one.blocked_id)
            )

if session.signed_in():
    st.subheader("Signing out", anchor=False)
    st.write("You are signed out by yourself after twelve hours. On a computer that others use, sign out when you go.")
    with st.container(horizontal=True):
        st.button("Sign out", key="sign_out", icon=":material/logout:", on_click=session.sign_out)
        st.button("Sign out everywhere", key="sign_out_everywhere", type="tertiary", on_click=session.sign_out_everywhere)

st.subheader("Your data", anchor=False)
gate.own_data(person)
with st.popover("Leave", icon=":material/logout:", type="tertiary"):
    st.write("You are gone for everybody at once. For seven days you can change your mind; then all that is yours is erased.")
    if st.button("Yes, I leave", key="leave") and look.done(lambda: parts.personal_data.leave(person)):
        st.rerun()

import streamlit as st

from flock.domain.members import ROLES
from flock.errors import FlockError
from flock.services import leading
from flock.ui import look, resources, session

STATE = {
    "here": "",
    "waiting": "waits at the gate",
    "invited": "has not come yet",
    "paused": "paused",
    "banned": "banned",
    "left": "has left",
}

person = session.require("lead")
parts = resources.parts()

st.title("Members and what they may do", anchor=False)
st.write("Organisers bring in places and look after them; leads see how the community is doing and answer reports.")
text = st.text_input(
    "Find by name or work",
    key="find",
    placeholder="Priya",
    bind="query-params",
    on_change=lambda: st.session_state.update(members_sheet=1),
)
sheet = int(st.session_state.get("members_sheet") or 1)
found = parts.leading.members(person, text, page=sheet)
if not found:
    st.write("Nobody is called that or does that.")
for member in found:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"member_{member.member_id}"):
        about = ", ".join(part for part in (member.does, STATE[member.state]) if part)
        st.markdown(f"**{look.plain(member.name) or 'No name yet'}**  \n{look.plain(about)}", width="stretch")
        if member.state == "waiting" and st.button("Let in", key=f"in_{member.member_id}", icon=":material/waving_hand:"):
            parts.gate.welcome(person, member.member_id)
            st.rerun()
        role = st.selectbox(
            "Role", ROLES, ROLES.index(member.role), key=f"role_{member.member_id}", label_visibility="collapsed", width=150
        )
        if role != member.role:
            try:
                parts.leading.set_role(person, member.member_id, role)
                st.toast(f"{look.plain(member.name)} is now {role}.")
            except FlockError as error:
                st.error(look.plain(str(error)), icon=":material/error:")
if sheet > 1 or len(found) == leading.PAGE:
    st.pagination(sheet + (len(found) == leading.PAGE), key="members_sheet")

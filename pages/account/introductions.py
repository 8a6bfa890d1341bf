import streamlit as st

from flock.ui import look, people_cards, resources, safety_dialogs, session, suggested

person = session.require()
people_cards.told()
safety_dialogs.notices()

st.title("Introductions", anchor=False)
st.write("Your lead thinks you should meet these people. Each of you answers for herself, and a «not now» is told to nobody.")
said, both = st.session_state.pop("introduced", ("", False))
if said:
    st.success(look.plain(said), icon=":material/check:")
if both:
    st.page_link("people/talk.py", label="Talk", icon=":material/chat_bubble:")
waiting = resources.parts().introductions.waiting(person)
for one in waiting:
    suggested.card(person, one)
if not waiting:
    st.caption("Nobody is waiting. When a lead suggests somebody, you find her here.")

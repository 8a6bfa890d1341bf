from uuid import UUID

import streamlit as st

from flock.ui import look, people_cards, resources, safety_dialogs, session, talk_view

person = session.require()
parts = resources.parts()
people_cards.told()
safety_dialogs.notices()

st.title("Talk", anchor=False)
waiting, sent, talks = parts.waves.towards(person), parts.waves.sent(person), parts.messages.talks(person)
others = {wave.from_id for wave in waiting} | {wave.to_id for wave in sent} | {other for talk in talks for other in talk.others}
known = parts.people.known(person, list(others))
talk_view.waves(person, waiting, primary=True)
talk_view.sent(sent, known)

if not talks:
    if not waiting:
        st.write("Nobody here yet. Say hello to somebody: when she says yes, you talk here.")
        st.page_link("people/nearby.py", label="People near you", icon=":material/group:")
    st.stop()

ids = [talk.talk_id for talk in talks]
told = st.session_state.get("talk", "")
is_open = told in map(str, ids)
chosen = UUID(told) if is_open else None if talks[0].unread else ids[0]  # what she has not chosen is not read
with st.container(key="talk_pane_open" if is_open else "talk_pane_list"):
    listed, opened = st.columns([3, 7], gap="medium")
with listed:
    talk_view.choose(talks, known, person.member_id, chosen)
    if sum(not talk.is_group for talk in talks) >= 2 and st.button(
        "Bring a few together", icon=":material/group_add:", key="new_group"
    ):
        talk_view.group(person, talks, known)
with opened:
    with st.container(key="all_talks"):
        st.button("All talks", icon=":material/arrow_back:", type="tertiary", on_click=talk_view.open_talk, args=(None,))
    if chosen:
        talk_view.conversation(chosen)
    else:
        st.caption("Choose a talk to read it.")

said, kept = parts.messages.reliability(person)
if said:
    st.caption(look.plain(f"Only you see this: of the last {said} meetups you said yes to, you came to {kept}."))

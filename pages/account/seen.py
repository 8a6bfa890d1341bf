import streamlit as st

from flock.domain import words
from flock.ui import gate, home_map, people_cards, people_map, resources, session

KIND = {
    "everyone": "any member",
    "vouched": "a member whom others vouch for",
    "groups": "somebody in one of your groups",
}

person = session.require()
parts = resources.parts()
own = parts.people.own(person)

st.title("What others see of you", anchor=False)
st.write("Each answer below was just asked for by somebody of that kind, by the very question that her pages ask.")
st.markdown(f":material/visibility: You chose: **{gate.SEEN_BY[own.seen_by].split('.')[0].lower()}**.")
st.markdown(f":material/hexagon: {people_map.seen(own)}")
if hexagon := parts.people.seen_in(own):
    home_map.shown(person, hexagon)
seen = parts.profiles.seen_by(person)
for member in dict.fromkeys(seen.values()):
    alike = [name for kind, name in KIND.items() if kind in seen and seen[kind] == member]
    st.subheader("Every member" if len(alike) == len(KIND) else words.join(alike).capitalize(), anchor=False)
    if member:
        people_cards.plain(member, photo=parts.profiles.own_photo(person), key=alike[0].split()[0])
    else:
        st.write("Does not find you: not in lists, not in counts, not on the map.")
if not seen:
    st.write("There is nobody here yet who could see you.")
st.caption(
    "Whom you have waved to or talk with sees this card too. Nobody sees the day or hour you were last here, only whether it was today, this week or this month."
)
with st.container(horizontal=True):
    st.page_link("account/profile.py", label="Change your profile", icon=":material/edit:")
    st.page_link("account/settings.py", label="Change who may see you", icon=":material/tune:")

import streamlit as st

from flock.domain import words
from flock.services.people import A_PAGE
from flock.ui import look, people_cards, people_filters, people_map, resources, safety_dialogs, session, unread

person = session.require()
parts = resources.parts()
own = parts.people.own(person)
people_cards.told()
safety_dialogs.notices()

st.title("People to work with", anchor=False)
if own.seen_by == "nobody":
    st.write("You are hidden, so you do not see others either. Say who may see you, and people near you appear here.")
    st.page_link("account/settings.py", label="Who may see me", icon=":material/visibility:")
    st.stop()

waiting = parts.waves.towards(person)
if waiting:
    many = "Somebody says" if len(waiting) == 1 else f"{words.count(len(waiting), 'person', 'people')} say"
    st.page_link("people/talk.py", label=f"{many} hello. See who", icon=":material/waving_hand:")

if new := unread.count():
    st.page_link(
        "people/talk.py", label=f"{words.count(new, 'new message', 'new messages')}. Read", icon=":material/chat_bubble:"
    )

suggested = parts.people.suggested(person)
if suggested:
    st.write(
        f"**For you today.** {'One person' if len(suggested) == 1 else words.count(len(suggested), 'person', 'people')}, chosen for what you share. Others come tomorrow."
    )
    for column, card in zip(st.columns(3), suggested, strict=False):
        with column:
            people_cards.suggestion(card, first=card is suggested[0])
else:
    st.write("That is everybody for today. Others come tomorrow; further down is who else is near.")

hexagon = people_map.chosen()
page = max(1, int(st.session_state.get("people_page", 1)))
if page > 1 or hexagon:
    parts.people.look_further(person)
nearby = parts.people.nearby(person, skip=(page - 1) * A_PAGE, hexagon=hexagon)
heading, filters = st.columns([7, 3], vertical_alignment="bottom")
shown = "500+ people" if nearby.total >= 500 else words.count(nearby.total, "person", "people")
heading.subheader(f"{shown} {'in this hexagon' if hexagon else 'near you'}", anchor=False)
with filters:
    people_filters.show(own)
if hexagon:
    st.button("All around me", icon=":material/arrow_back:", key="widen", type="tertiary", on_click=people_map.widen)

with st.container(key="view_choice"):
    view = st.segmented_control(
        "Show", ["List", "Map"], default="List", required=True, key="people_view", label_visibility="collapsed"
    )
look.on_phone_hide("map" if view == "List" else "list")
listed, mapped = st.columns([5, 7], gap="medium")
with mapped, st.container(key="map_pane"):
    people_map.show(person, own)
    st.caption(f":material/hexagon: {people_map.seen(own)}")
with listed, st.container(key="list_pane"):
    if not nearby.cards:
        st.write("Nobody here fits who you'd like to meet." if own.wish.parts else "Nobody here lets you see her yet.")
    for card in nearby.cards:
        people_cards.in_list(card)
    if nearby.total > A_PAGE:
        st.pagination(-(-nearby.total // A_PAGE), key="people_page")

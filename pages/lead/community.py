import streamlit as st

from flock.ui import health_filters, health_ladder, health_sections, health_to_do, resources, session

person = session.require("lead")
resources.parts().leading.open_community(person)

st.title("Is it a community?", anchor=False)
st.write("Followers are not one. Here you see whether members are attached to each other, and what would help this week.")
scope = health_filters.show()
health_sections.headline(scope)
health_sections.star_ring(scope)
health_sections.together(scope)
health_ladder.ladder(scope)
health_sections.newcomers(scope)
health_sections.staying(scope)
health_sections.online_to_person(scope)
health_sections.load(scope)
health_to_do.to_do(scope)
health_to_do.pulse(scope)

import streamlit as st

from flock.domain import words
from flock.ui import manage_history, resources, session, suggestion_queue

person = session.require("organiser")
suggestions = resources.parts().suggestions

number = suggestions.waiting(person)
st.title(
    f"{words.count(number, 'suggestion waits', 'suggestions wait')} for an answer" if number else "Suggestions", anchor=False
)
view = st.segmented_control(
    "Show",
    ["Waiting", "Answered"],
    default="Waiting",
    required=True,
    key="show",
    bind="query-params",
    label_visibility="collapsed",
)
manage_history.outcome()
with st.container(width=760):
    if view == "Answered":
        answered = suggestions.decided(person)
        for one in answered:
            suggestion_queue.decided(one)
        if not answered:
            st.write("Nothing has been answered yet.")
        st.stop()
    for queued in suggestions.queue(person):
        suggestion_queue.waiting(person, queued)
    if not number:
        st.write("Nobody waits for an answer. What members say is wrong or missing on a place comes here, the oldest first.")
    suggestion_queue.doubts(suggestions.doubted(person))

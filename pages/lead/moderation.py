import streamlit as st

from flock.domain import words
from flock.ui import moderation_view, resources, session

person = session.require("lead")
moderation = resources.parts().moderation

st.title("Reports", anchor=False)
waiting = moderation.waiting(person)
if waiting.reports:
    oldest = f"the oldest for {words.count(round(waiting.oldest_h or 0), 'hour', 'hours')}"
    st.write(f"{words.count(waiting.reports, 'report waits', 'reports wait')} for an answer, {oldest}.")
else:
    st.write("No report waits for an answer.")
if waiting.median_h is not None:
    st.caption(f"Half of all reports were answered within {words.count(round(waiting.median_h), 'hour', 'hours')}.")

reports, log = st.tabs(["Reports", "What leads and organisers did"])
with reports:
    found = moderation.queue(person)
    opened = st.session_state.get("report")
    listed, one = st.columns([4, 6], gap="large")
    with listed:
        if not found:
            st.write("Nobody has reported anybody. When somebody does, it appears here, and stays private.")
        moderation_view.queue(found, opened)
    with one:
        if opened:
            moderation_view.one(person, opened)
with log:
    moderation_view.log(person)

from dataclasses import replace

import streamlit as st

from flock.domain import words
from flock.ui import log_import, resources, session

person = session.require("lead")
logs = resources.parts().log_imports

st.title("Bring in a log", anchor=False)
st.write(
    "What your members did with each other elsewhere can count here too: a Slack export, posts of a Discourse forum, the RSVPs of "
    "a Meetup group, or any table of who, towards whom and when. Followers, likes and views are never counted."
)
if done := st.session_state.pop("log_done", None):
    st.success(done, icon=":material/check:")
plan = log_import.uploaded(person)
if plan is None:
    st.caption("Nothing is written before you have seen what would happen.")
    log_import.history(person)
    st.stop()

plan = log_import.understood(plan)
if plan.missing:
    st.info(f"Choose the column for: {words.join(plan.missing).lower()}.", icon=":material/view_column:")
    st.stop()
unknown = st.session_state.get("log_unknown", "names")
plan = replace(plan, unknown=unknown)
with st.spinner("Checking each row"):
    checked = logs.check(person, plan)
log_import.outcome(checked)
log_import.unknown_people(checked, unknown)
nothing = not checked.is_anything
if nothing:
    st.info("There is nothing new in it, so there is nothing to bring in.", icon=":material/done_all:")
label = f"Bring in {words.count(checked.taken, 'row', 'rows')}"
if st.button(label, type="primary", icon=":material/upload:", disabled=nothing):
    with st.spinner("Writing them down"):
        logs.commit(person, plan)
    st.session_state["log_done"] = f"Done. {words.count(checked.taken, 'row is', 'rows are')} in the log now."
    st.session_state["log_turn"] = st.session_state.get("log_turn", 0) + 1
    st.rerun()
log_import.history(person)

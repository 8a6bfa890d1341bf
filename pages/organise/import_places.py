import streamlit as st

from flock.ui import import_columns, import_file, import_steps, session

STEPS = {"file": import_file.show, "columns": import_columns.show}

person = session.require("organiser")
st.title("Bring in places", anchor=False)
draft = import_steps.current(person)
import_steps.bar(draft)
with st.container(width=960):
    if draft is None:
        import_file.start(person)
    elif draft.step in STEPS:
        STEPS[draft.step](draft, person)

import streamlit as st

from flock.ui import import_check, import_columns, import_commit, import_duplicates, import_file, import_steps, session

STEPS = {
    "file": import_file.show,
    "columns": import_columns.show,
    "check": import_check.show,
    "duplicates": import_duplicates.show,
    "commit": import_commit.show,
}

person = session.require("organiser")
st.title("Bring in places", anchor=False)
draft = import_steps.current(person)
import_steps.bar(draft)
with st.container(width=960):
    if draft is None:
        import_file.start(person)
    else:
        STEPS[draft.step](draft, person)

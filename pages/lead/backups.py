import streamlit as st

from flock.domain import words
from flock.services import backups
from flock.ui import look, resources, session

person = session.require("lead")
parts = resources.parts()

st.title("Backups", anchor=False)
st.write(
    "A backup is a whole copy of the database, made while people go on working. It holds everything, so keep it as safe as the "
    "database. After 30 days it is deleted here, so that nobody who left stays in one."
)
if hours := parts.settings.backup_every_hours:
    how_often = "hour" if hours == 1 else words.count(hours, "hour", "hours")
    st.caption(f":material/schedule: One is made every {how_often}.")
else:
    st.caption(
        ":material/schedule: None is made by itself. Whoever runs the app can set `FLOCK_BACKUP_EVERY_HOURS` to have that."
    )
if parts.accounts.is_demo():
    st.caption(f":material/science: {backups.DEMO}")
elif st.button("Back up now", type="primary", icon=":material/save:"):
    with st.spinner("Writing the backup"):
        made = look.done(lambda: parts.backups.make(person))
    if made:
        st.success("The newest one below now holds everything.", icon=":material/check:")
there = parts.backups.there(person)
if not there:
    if not parts.accounts.is_demo():
        st.write("No backup yet. The first one takes a few seconds.")
    st.stop()
st.dataframe(
    {
        "Made at (UTC)": [one.made_at for one in there],
        "File": [one.file.name for one in there],
        "Size, MB": [round(one.size / 1e6, 1) for one in there],
    },
    hide_index=True,
    column_config={"Made at (UTC)": st.column_config.DatetimeColumn(format="ddd D MMM YYYY, H:mm", timezone="UTC")},
)
if parts.db.is_shared:
    st.caption(":material/dns: These are in the backup folder of the server that you are on; another server may have others.")
    st.write("To go back to one, stop all servers, name a new, empty lake in the settings and run:")
else:
    st.write("To go back to one, stop the app and run:")
st.code(f"python -m flock restore {there[0].file}", language="shell")

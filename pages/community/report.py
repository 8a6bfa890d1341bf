import streamlit as st

from flock.ui import look, public_report, resources, session

parts = resources.parts()
report = parts.public_reports.published()
if report is None:
    session.nothing_here()

st.title(f"{look.plain(parts.settings.community)} in {report.quarter}", anchor=False)
st.write("We do not count followers. We look at whether people here find each other.")
public_report.lines(report)
st.caption("Counts are given in steps of five and shares to the next 5%. What rests on fewer than five people is left out.")

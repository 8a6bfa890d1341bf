import streamlit as st

from flock.ui import public_report, resources, session

person = session.require("lead")
reports = resources.parts().public_reports

st.title("Public report", anchor=False)
st.write(
    "What you may tell the world: whole quarters, counts in steps of five, shares to the next 5%, and nothing that rests on fewer "
    "than five people. It stays as it was published until you publish another or take it back."
)
there = reports.published()
preview = reports.preview(person)
if there and there.published_on:
    said = f"Published on {there.published_on:%-d %b %Y}, about {there.quarter}."
    st.success(said, icon=":material/public:")
    with st.container(horizontal=True):
        st.page_link("community/report.py", label="See it as others do", icon=":material/visibility:")
        st.button("Take it back", icon=":material/undo:", on_click=reports.withdraw, args=(person,))
st.subheader(f"Preview: {preview.quarter}", anchor=False)
with st.container(border=True):
    public_report.lines(preview)
st.button("Publish this", type="primary", icon=":material/public:", on_click=reports.publish, args=(person,))

import streamlit as st

from flock.domain import words
from flock.errors import FlockError
from flock.ui import look, resources, session

person = session.require("lead")
service = resources.parts().member_imports

st.title("Bring in members", anchor=False)
st.write(
    "A CSV with a name and an e-mail address for each, and what you know besides: work, postcode, hours, languages. Everybody stays hidden "
    "until she signs in herself, accepts the rules and says who may see her."
)
demo = resources.parts().accounts.is_demo()
if demo:
    st.info(
        "You look around in the demo community. You can see here what would happen; real members come in once a lead has signed in.",
        icon=":material/theater_comedy:",
    )
if done := st.session_state.pop("members_done", None):
    st.success(done, icon=":material/check:")
turn = st.session_state.setdefault("members_turn", 0)
file = st.file_uploader("Table of members", type=["csv", "tsv", "txt", "xlsx"], key=f"members_file_{turn}")
st.caption(":material/hexagon: Postcodes become hexagons of about 5 km² while they are read. Neither they nor the file are kept.")
if file:
    try:
        plan = service.check(person, file.name, file.getvalue())
    except FlockError as error:
        st.error(look.plain(str(error)), icon=":material/error:")
        st.stop()
    st.markdown(
        f"**{words.count(len(plan.new), 'new member', 'new members')}**, {plan.known} here already, {plan.rejected} left out. Taken as: "
        + look.plain(", ".join(f"{field.replace('_', ' ')} from «{column}»" for field, column in plan.columns.items()))
    )
    if plan.problems:
        st.dataframe(
            {"Line": [p.line for p in plan.problems], "Why": [p.sentence for p in plan.problems]},
            hide_index=True,
            width="stretch",
        )
    label = f"Bring in {words.count(len(plan.new), 'member', 'members')}"
    if st.button(label, type="primary", icon=":material/group_add:", disabled=demo or not plan.new) and look.done(
        lambda: service.commit(person, plan)
    ):
        st.session_state["members_done"] = f"Done: {words.count(len(plan.new), 'member', 'members')}. Tell them to sign in."
        st.session_state["members_turn"] = turn + 1  # an empty uploader: the file is gone
        st.rerun()

past = service.past(person)
if past:
    st.subheader("What was brought in", anchor=False)
for one in past:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        said = (
            f"{words.day(one.imported_at.date())}, {words.count(one.created, 'member', 'members')}, {one.came} of them have come"
        )
        st.markdown(f"**{look.plain(one.file_name)}**  \n{said}{'. Undone' if one.is_undone else ''}", width="stretch")
        if not one.is_undone:
            st.button(
                "Undo", key=f"undo_{one.import_id}", icon=":material/undo:", on_click=service.undo, args=(person, one.import_id)
            )

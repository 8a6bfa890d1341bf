from functools import partial

import streamlit as st

from flock.domain import words
from flock.ui import bringing_in, resources, session

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
plan = bringing_in.checked(
    "members",
    "Table of members",
    ["csv", "tsv", "txt", "xlsx"],
    partial(service.check, person),
    kept=":material/hexagon: Postcodes become hexagons of about 5 km² while they are read. Neither they nor the file are kept.",
)
if plan:
    new = words.count(len(plan.new), "new member", "new members")
    bringing_in.findings(plan, f"**{new}**, {plan.known} here already, {plan.rejected} left out.")
    bringing_in.write(
        "members",
        f"Bring in {words.count(len(plan.new), 'member', 'members')}",
        ":material/group_add:",
        partial(service.commit, person, plan),
        done=f"Done: {words.count(len(plan.new), 'member', 'members')}. Tell them to sign in.",
        disabled=demo or not plan.new,
    )
bringing_in.earlier(
    [
        bringing_in.Earlier(
            one.import_id,
            one.file_name,
            f"{words.day(one.imported_at.date())}, {words.count(one.created, 'member', 'members')}, {one.came} of them have come",
            one.is_undone,
        )
        for one in service.past(person)
    ],
    partial(service.undo, person),
)

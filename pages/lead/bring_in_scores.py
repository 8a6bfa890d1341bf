from functools import partial

import streamlit as st

from flock.domain import words
from flock.ui import bringing_in, resources, session

person = session.require("lead")
service = resources.parts().sense_scores

st.title("Bring in scores", anchor=False)
st.write(
    "Did you ask your members with the Sense of Community Index 2, under its licence? Bring in the scores, and they stand "
    "beside our own pulse. A row for each person with a date and the four scores or their total, or a row for each month with how "
    "many answered and the means."
)
plan = bringing_in.checked(
    "scores",
    "Table of scores",
    ["csv", "tsv", "txt", "xlsx", "ods"],
    partial(service.check, person),
    kept=":material/functions: Months are summed up while the table is read. Nobody's score and no name is kept; months with fewer than five "
    "people are left out.",
)
if plan:
    answers = words.count(sum(one.people for one in plan.new), "answer", "answers")
    bringing_in.findings(plan, f"**{words.count(len(plan.new), 'new month', 'new months')}** with {answers}.")
    if plan.new:
        means = {
            "Month": [f"{one.month:%b %Y}" for one in plan.new],
            "Answers": [one.people for one in plan.new],
            "Mean total, 0 to 72": [round(one.means.total, 1) for one in plan.new],
        }
        st.dataframe(means, hide_index=True, width="content")
    bringing_in.write(
        "scores",
        f"Bring in {words.count(len(plan.new), 'month', 'months')}",
        ":material/upload:",
        partial(service.commit, person, plan),
        done=f"Done: {words.count(len(plan.new), 'month', 'months')}. They stand on «Is it a community?», under the pulse.",
        disabled=not plan.new,
    )
bringing_in.earlier(
    [
        bringing_in.Earlier(
            one.import_id,
            one.file_name,
            f"{words.day(one.imported_at.date())}, {words.count(one.months, 'month', 'months')} with {words.count(one.people, 'answer', 'answers')}",
            one.is_undone,
        )
        for one in service.past(person)
    ],
    partial(service.undo, person),
)
st.page_link("lead/community.py", label="Back to «Is it a community?»", icon=":material/diversity_3:")

import streamlit as st

from flock.domain.gate import STEPS
from flock.ui import gate, resources, session

person = session.require_newcomer()
parts = resources.parts()
if standing := parts.accounts.standing(person.member_id):
    gate.away(person, standing)
    st.stop()

done, step = parts.gate.progress(person.member_id), parts.gate.step(person.member_id)
if done is None or step is None:
    st.rerun()

if done.is_admitted:
    st.title("The rules have changed", anchor=False)
    st.write("Read them once more, please. Everything of yours is as you left it.")
else:
    st.title(f"Welcome to {parts.settings.community}", anchor=False)
    asked = STEPS if parts.gate.vouching else STEPS[:-1]
    place = asked.index(step)
    st.progress(place / len(asked), text=f"Step {place + 1} of {len(asked)}")

if step == "rules":
    gate.rules(person)
elif step == "profile":
    gate.profile(person, done)
elif step == "home":
    gate.home(person)
elif step == "seen_by":
    gate.seen_by(person)
else:
    gate.waiting(done)
st.divider()
st.button("Sign out", key="sign_out", type="tertiary", icon=":material/logout:", on_click=session.sign_out)

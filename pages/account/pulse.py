import streamlit as st

from flock.services.pulse import ANSWERS, QUESTIONS
from flock.ui import look, resources, session

person = session.require()
pulse = resources.parts().pulse

st.title("How is it for you?", anchor=False)
st.write(
    "Four questions, once a month. Your answers are kept apart from your name, and leads only see what five or more members said "
    "in sum, once the month is over."
)
if not pulse.is_due(person):
    st.success("Thank you, your answers are in. We ask again next month.", icon=":material/check:")
    st.stop()
with st.form("pulse", border=False):
    said = {
        name: st.radio(question, ANSWERS, index=None, horizontal=True, key=f"pulse_{name}")
        for name, question in QUESTIONS.items()
    }
    sent = st.form_submit_button("Send my answers", type="primary", icon=":material/send:")
if sent and look.done(lambda: pulse.answer(person, {name: ANSWERS.index(answer) for name, answer in said.items() if answer})):
    st.rerun()

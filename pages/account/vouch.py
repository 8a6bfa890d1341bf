import streamlit as st

from flock.errors import NotFound
from flock.ui import look, resources, session

person = session.require()
gate = resources.parts().gate
code = st.query_params.get("for", "")
try:
    member_id, name = gate.asks_for_vouch(person, code)
except NotFound:
    session.nothing_here()

st.title(f"Do you know {look.plain(name) or 'her'}?", anchor=False)
st.write(
    "She would like to join, and gave you this link. Vouching for her says: I know her, and I would introduce her to the others. "
    "You can take it back whenever you like; she is not told who vouches for her, nor who does not."
)
if gate.has_vouched(person, member_id):
    st.success("You vouch for her.", icon=":material/check:")
    st.button("Take it back", on_click=gate.take_back, args=(person, code), icon=":material/undo:")
else:
    st.button("I vouch for her", type="primary", on_click=gate.vouch, args=(person, code), icon=":material/handshake:")

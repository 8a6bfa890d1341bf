"""Who is here, and which pages they have."""

import streamlit as st

from flock.domain.members import ROLES
from flock.ui import first_start, look, menu, resources, session, unread

parts = resources.parts()
st.set_page_config(page_title=parts.settings.community, page_icon=look.BIRDS, layout="wide")
look.logo()
mine = session.roles()
page = st.navigation(menu.pages(mine, unread=unread.count() if ROLES[0] in mine else 0), position="top")
look.frame(mine)
session.say_signed_out()
first_start.wait()
session.lead_to_gate(mine)
page.run()

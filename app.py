"""The front door: the pages as a Streamlit app, with Flock's own HTTP routes beside them."""

import streamlit as st

from flock import web
from flock.ui import look, resources

app = st.App(
    "pages/router.py",
    routes=web.routes(
        discovery=lambda: resources.parts().discovery,
        ready=lambda: resources.parts().first_start.done,
    ),
    middleware=web.middleware(),
    lifespan=resources.lifespan,
    on_script_error=look.show_error,
)

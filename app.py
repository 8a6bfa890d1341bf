"""The front door: the pages as a Streamlit app, with Flock's own HTTP routes beside them."""

from pathlib import Path

import streamlit as st
from streamlit import file_util

from flock import logs, web
from flock.ui import look, resources

settings = resources.settings_or_stop()
logs.begin(settings.log_level)
app = st.App(
    "pages/router.py",
    routes=web.routes(
        discovery=lambda: resources.parts().discovery,
        member_map=lambda: resources.parts().member_map,
        profiles=lambda: resources.parts().profiles,
        personal=lambda: resources.parts().personal_data,
        ready=lambda: resources.parts().first_start.done,
        metrics_token=settings.metrics_token,
        tiles_url=settings.tiles_url,
    ),
    middleware=web.middleware(
        tiles_url=settings.tiles_url, bundles_in=Path(file_util.get_static_dir()), hosts=st.get_option("server.allowedHosts")
    ),
    lifespan=resources.lifespan,
    on_script_error=look.show_error,
)

"""Who is here, and which pages they have."""

import streamlit as st

from flock.ui import first_start, look, resources

st.set_page_config(page_title=resources.parts().settings.community, page_icon=look.BIRDS, layout="wide")
look.logo()
page = st.navigation(
    [
        st.Page(
            "discover/places.py",
            title="Places",
            icon=":material/location_on:",
            default=True,
            help="Find a place to work today on a map and in a list, by what you need.",
        ),
        st.Page("discover/place.py", title="A place", icon=":material/storefront:", url_path="place", visibility="hidden"),
        st.Page(
            "account/about.py",
            title="About",
            icon=":material/info:",
            url_path="about",
            help="What Flock is for, and who made the data you see.",
        ),
    ],
    position="top",
)
look.frame()
first_start.wait()
page.run()

"""Who is here, and which pages they have."""

import streamlit as st

from flock.ui import first_start, look, resources

st.set_page_config(page_title=resources.parts().settings.community, page_icon=":material/groups_3:", layout="wide")
page = st.navigation(
    {
        "Places": [
            st.Page(
                "discover/places.py",
                title="Places to work",
                icon=":material/location_on:",
                default=True,
                help="Find a place to work today on a map and in a list, by what you need.",
            ),
            st.Page("discover/place.py", title="A place", icon=":material/storefront:", url_path="place", visibility="hidden"),
        ],
        "About": [
            st.Page(
                "account/about.py",
                title="About Flock",
                icon=":material/info:",
                url_path="about",
                help="What Flock is for, and who made the data you see.",
            ),
        ],
    },
    position="top",
)
look.frame()
first_start.wait()
page.run()

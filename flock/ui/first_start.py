"""What a person sees while the first start is still unpacking."""

import streamlit as st

from flock.ui import resources


def wait() -> None:
    """Show how far the first start is and stop the page until it is done; a page that waits goes on by itself."""
    start = resources.parts().first_start
    if not start.done:
        st.subheader("Hello. Flock is getting ready.")
        st.write("This happens once: the postcodes are unpacked and a sample community moves in.")
        _progress()
        st.stop()
    if start.problem:
        st.warning(start.problem, icon=":material/warning:")


@st.fragment(run_every=0.5)
def _progress() -> None:
    start = resources.parts().first_start
    st.progress(start.fraction, text=start.sentence)
    if start.done:
        st.rerun()

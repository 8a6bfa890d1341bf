"""The lines of the public report, for its page and for the lead's preview of it."""

import streamlit as st

from flock.services.public_reports import PublicReport
from flock.ui import look


def lines(report: PublicReport) -> None:
    """Show each figure with what it means."""
    cards = [
        f'<div><span class="label">{look.escaped(line.label)}</span><span class="value">{look.escaped(line.said)}</span>'
        f'<span class="quiet">{look.escaped(line.meaning)}</span></div>'
        for line in report.lines
    ]
    st.html(f'<div class="flock-figures">{"".join(cards)}</div>')

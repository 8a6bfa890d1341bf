"""The theme as browsers are told it."""

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import NewSession
from streamlit.runtime import app_session

from flock.ui import theme

SECTIONS = ("theme", "theme.light", "theme.dark", "theme.sidebar", "theme.light.sidebar", "theme.dark.sidebar")


def told() -> NewSession:
    """Fill a message in the order in which Streamlit does."""
    message = NewSession()
    for section in SECTIONS:
        part = message.custom_theme
        for name in section.split(".")[1:]:
            part = getattr(part, name)
        app_session._populate_theme_msg(part, section)
    return message


def test_a_browser_is_told_what_streamlit_would_tell_it(monkeypatch: pytest.MonkeyPatch) -> None:
    config.get_config_options(force_reparse=True)
    expected = told()
    assert expected.custom_theme.light.primary_color == "#0F6B5C"
    monkeypatch.setattr(app_session, "_populate_theme_msg", app_session._populate_theme_msg)
    theme.remember()
    assert app_session._populate_theme_msg is not theme._write
    assert [told(), told()] == [expected] * 2

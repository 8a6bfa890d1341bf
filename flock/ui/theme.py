"""The theme of the settings, put into Streamlit's words once.

Streamlit does it again at each run of a page, where it took a tenth of all that the run of a page takes of the processor.
"""

from functools import cache
from typing import Any

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

_write: Any = app_session._populate_theme_msg


def remember() -> None:
    """Let each session be given what was written the first time; the settings do not change while the server runs."""
    app_session._populate_theme_msg = _give  # type: ignore[assignment]


def _give(message: CustomThemeConfig, section: str = "theme") -> None:
    if (written := _written(section)).ByteSize():  # else the section would be there, and empty
        message.MergeFrom(written)


@cache
def _written(section: str) -> CustomThemeConfig:
    message = CustomThemeConfig()
    _write(message, section)
    return message

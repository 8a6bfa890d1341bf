"""The parts of the running app, opened once for the process and shared by pages and routes."""

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NoReturn

import streamlit as st

from flock import config
from flock.config import Settings
from flock.errors import FlockError
from flock.parts import Parts, open_parts
from flock.ui import garbage, providers, theme


@st.cache_resource(show_spinner=False)
def parts() -> Parts:
    """Give the parts; the first call opens them and begins the first start.

    Raises:
        FlockError: a bad setting, or a database that cannot be opened.
    """
    return open_parts(config.from_environment())


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[dict[str, Any]]:
    """Open the parts with the server, so that a database that cannot be opened stops it with a sentence."""
    try:
        providers.check()
        parts()
    except FlockError as error:
        _stop(error)
    theme.remember()
    garbage.begin()
    yield {}


def settings_or_stop() -> Settings:
    """Give the settings; one that cannot be used stops the server with a sentence."""
    try:
        return config.from_environment()
    except FlockError as error:
        _stop(error)


def _stop(error: FlockError) -> NoReturn:
    print(error, file=sys.stderr, flush=True)
    os._exit(2)  # nothing is open yet, and the server would print a traceback over the sentence

"""The parts of the running app, opened once for the process and shared by pages and routes."""

import functools
import os
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NoReturn

from flock import config
from flock.config import Settings
from flock.errors import FlockError
from flock.parts import Parts, open_parts
from flock.ui import garbage, providers, theme, warm_up

_opening = threading.Lock()


def parts() -> Parts:
    """Give the parts; the first call opens them and begins the first start.

    They are not in a cache of Streamlit's: anybody's browser may have those emptied, and the database opens once.

    Raises:
        FlockError: a bad setting, or a database that cannot be opened.
    """
    with _opening:
        return _parts()


@functools.cache
def _parts() -> Parts:
    return open_parts(config.from_environment())


def forget() -> None:
    """Forget the parts, for tests that open others."""
    _parts.cache_clear()


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[dict[str, Any]]:
    """Open the parts with the server, so that a database that cannot be opened stops it with a sentence."""
    try:
        providers.check()
        opened = parts()
    except FlockError as error:
        _stop(error)
    theme.remember()
    garbage.begin()
    warm_up.begin(opened.first_start, opened.engagement)
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

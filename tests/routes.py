"""The app's own routes behind what every answer passes through, without Streamlit, for tests that ask them."""

from itertools import count
from pathlib import Path
from typing import Any, Protocol

from starlette.applications import Starlette
from starlette.routing import BaseRoute
from starlette.testclient import TestClient
from streamlit import file_util

from flock import web

_hosts = count(1)


class Services(Protocol):
    """What the routes ask: the parts of the app, or a test's own."""

    discovery: Any
    member_map: Any
    profiles: Any
    personal_data: Any


def app(services: Services, *more: BaseRoute) -> Starlette:
    """Put the routes together as the app does, and others beside them."""
    routes = web.routes(
        discovery=lambda: services.discovery,
        member_map=lambda: services.member_map,
        profiles=lambda: services.profiles,
        personal=lambda: services.personal_data,
        ready=lambda: True,
        metrics_token="",
        tiles_url="https://tiles.example",
    )
    return Starlette(
        routes=[*routes, *more], middleware=web.middleware(tiles_url="", bundles_in=Path(file_util.get_static_dir()))
    )


def browser(app: Starlette, *, raises: bool = True) -> TestClient:
    """Give a browser far away, at an address of its own, so that nobody waits for a rate limit of another."""
    number = next(_hosts)
    host = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    return TestClient(app, client=(host, 5000), raise_server_exceptions=raises)

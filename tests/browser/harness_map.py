"""The map alone in a small app: its routes, and invented places behind the tile address. `harness_map_page.py` is its page."""

import os
import random
import time
from pathlib import Path
from uuid import UUID

import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from flock.domain import tiles, venues
from flock.domain.positions import LatLon
from flock.services.base_map import BaseMap
from flock.web import assets, base_tiles

HOSTILE = (
    "{{ 7*7 }} {% for x in [1] %}",
    "${window.hacked=1}`+alert(1)+`",
    "<img src=x onerror=window.hacked=1>",
    "</script><script>window.hacked=1</script>",
    "'); window.hacked=1; ('",
)
STATES = ("open", "open", "unknown", "closed", "temporarily_closed")
ONE_SPOT = LatLon(51.4400, -2.6100)


def _places() -> list[tuple[str, LatLon, str, str, str]]:
    rng = random.Random(7)
    found = []
    for number in range(400):
        spread = 0.02 if number < 120 else 1.5
        at = LatLon(51.4545 + rng.gauss(0, spread), -2.5879 + rng.gauss(0, spread * 1.5))
        name = HOSTILE[number] if number < len(HOSTILE) else f"Place {number}"
        found.append((str(UUID(int=number + 1)), at, rng.choice(venues.KINDS), name, rng.choice(STATES)))
    found += [(str(UUID(int=1000 + i)), ONE_SPOT, "cafe", f"Stall {i}", "open") for i in range(5)]
    return found


PLACES = _places()


def venue_tile(request: Request) -> Response:
    z, x, y = (int(request.path_params[name]) for name in ("z", "x", "y"))
    time.sleep(float(os.environ.get("HARNESS_SLOW_S", "0")))
    if request.query_params.get("kind") == "nonsense":
        return JSONResponse({"error": "There is no kind of place called «nonsense»."}, status_code=400)
    kinds = set(request.query_params.get("kind", "").split(",")) - {""}
    here = [place for place in PLACES if tiles.column_row(place[1], z) == (x, y) and (not kinds or place[2] in kinds)]
    cells: dict[tuple[int, int], list[tuple[str, LatLon, str, str, str]]] = {}
    for place in here:
        cells.setdefault(tiles.column_row(place[1], z + 3), []).append(place)
    clusters, single = [], []
    for members in cells.values():
        apart = len({place[1] for place in members}) > 1
        if len(members) == 1 or (z >= 13 and apart):
            single += members
        else:
            lat = sum(place[1].lat for place in members) / len(members)
            lon = sum(place[1].lon for place in members) / len(members)
            clusters.append([lat, lon, len(members) * int(os.environ.get("HARNESS_TIMES", "1")), min(z + 3, 19)])
    return JSONResponse(
        {"clusters": clusters, "places": [[id_, at.lat, at.lon, kind, name, state] for id_, at, kind, name, state in single]}
    )


def street_tile(request: Request) -> Response:
    return Response(status_code=503)


app = st.App(
    Path(__file__).with_name("harness_map_page.py"),
    routes=[
        *assets.routes(),
        *base_tiles.routes(BaseMap()),
        Route("/tiles/venues/{z}/{x}/{y}.json", venue_tile),
        Route("/street/{z}/{x}/{y}.png", street_tile),
    ],
)

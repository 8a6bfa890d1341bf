"""The app as it is, with three addresses more through which a benchmark writes in its process and looks at what is there. Loopback only."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from streamlit import file_util

from flock import web
from flock.domain.members import Person
from flock.errors import FlockError
from flock.services import imports
from flock.storage import import_writing, integrity, staff_log
from flock.ui import look, resources

import_writing.MOST_ROWS_A_TRANSACTION = 2_048  # more moments to be killed at
settings = resources.settings_or_stop()
opened_s = opened_cpu_s = 0.0


def message(request: Request) -> Response:
    """Let somebody write into a talk."""
    asked = request.query_params
    try:
        resources.parts().messages.send(Person(UUID(asked["who"]), "", "member"), UUID(asked["talk"]), asked["words"])
    except FlockError as error:
        return JSONResponse({"error": str(error)}, status_code=409)
    return JSONResponse({})


def bring_in(request: Request) -> Response:
    """Bring in a table of places."""
    parts = resources.parts()
    imports.run(parts.db, Path(request.query_params["file"]), geocoder=parts.geocoder(), who="benchmark")
    return JSONResponse({})


def found(_: Request) -> Response:
    """Tell what is there: messages, and what of them does not belong together; the imported table's mark and rows; what is unsound."""
    db = resources.parts().db
    with db.reading() as cursor:
        messages = [words for (words,) in cursor.execute("SELECT words FROM message").fetchall()]
        ((halves,),) = cursor.execute(_HALVES).fetchall()
        marks = cursor.execute("SELECT url, count(*) FROM venue WHERE name LIKE 'Crash %' GROUP BY url").fetchall()
    unsound = [*integrity.check(db), *(["the staff's log is broken"] if staff_log.first_broken(db) else [])]
    took = {"opened_s": opened_s, "opened_cpu_s": opened_cpu_s}
    return JSONResponse({"messages": messages, "halves": halves, "marks": marks, "unsound": unsound} | took)


# A message, its use of the sender's limit, and the act of who answered are one transaction.
_HALVES = """
WITH said AS (
    SELECT from_id, talk_id, lag(from_id) OVER (PARTITION BY talk_id ORDER BY sent_at, message_id) AS before_id FROM message
),
sent AS (SELECT from_id, count(*) AS sent FROM message GROUP BY from_id),
used AS (SELECT member_id AS from_id, len(uses) AS used FROM rate_use WHERE act = 'message')
SELECT
    (SELECT count(*) FROM sent FULL JOIN used USING (from_id) WHERE sent IS DISTINCT FROM used)
    + abs((SELECT count(*) FROM said WHERE before_id <> from_id) - (SELECT count(*) FROM interaction WHERE kind = 'answered_message'))
"""


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[dict[str, Any]]:
    """Open the parts as the app does, and note how long that takes."""
    global opened_s, opened_cpu_s
    began, cpu = time.perf_counter(), time.process_time()
    async with resources.lifespan(app) as state:
        opened_s, opened_cpu_s = time.perf_counter() - began, time.process_time() - cpu
        yield state


app = st.App(
    Path(__file__).parents[2] / "pages" / "router.py",
    routes=[
        Route("/benchmark/message", message, methods=["POST"]),
        Route("/benchmark/import", bring_in, methods=["POST"]),
        Route("/benchmark/found", found),
        *web.routes(
            discovery=lambda: resources.parts().discovery,
            member_map=lambda: resources.parts().member_map,
            profiles=lambda: resources.parts().profiles,
            personal=lambda: resources.parts().personal_data,
            ready=lambda: resources.parts().first_start.done,
            metrics_token=settings.metrics_token,
            tiles_url=settings.tiles_url,
        ),
    ],
    middleware=web.middleware(tiles_url=settings.tiles_url, bundles_in=Path(file_util.get_static_dir())),
    lifespan=lifespan,
    on_script_error=look.show_error,
)

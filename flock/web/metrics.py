"""Figures for Prometheus: for whoever holds the token, or, where there is none, for this machine alone."""

import hmac

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from flock.web import requests

_THIS_MACHINE = ("127.0.0.1", "::1")


def routes(token: str) -> list[Route]:
    """Give /metrics. For anybody else there is no such address."""

    def metrics(request: Request) -> Response:
        if not _may(request, token):
            return PlainTextResponse("Not Found", status_code=404)
        headers = {"Cache-Control": "no-store"}
        return Response(generate_latest(requests.REGISTRY), media_type=CONTENT_TYPE_LATEST, headers=headers)

    return [Route("/metrics", metrics)]


def _may(request: Request, token: str) -> bool:
    if token:
        return hmac.compare_digest(request.headers.get("authorization", "").encode(), f"Bearer {token}".encode())
    forwarded = any(name in request.headers for name in ("forwarded", "x-forwarded-for", "x-real-ip"))
    return bool(request.client and request.client.host in _THIS_MACHINE and not forwarded)

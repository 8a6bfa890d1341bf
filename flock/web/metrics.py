"""Figures for Prometheus: for whoever holds the token, or, where there is none, for this machine alone."""

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from flock.web import operators, requests


def routes(token: str) -> list[Route]:
    """Give /metrics. For anybody else there is no such address."""

    def metrics(request: Request) -> Response:
        if not (operators.has_token(request, token) if token else operators.is_here(request)):
            return PlainTextResponse("Not Found", status_code=404)
        headers = {"Cache-Control": "no-store"}
        return Response(generate_latest(requests.REGISTRY), media_type=CONTENT_TYPE_LATEST, headers=headers)

    return [Route("/metrics", metrics)]

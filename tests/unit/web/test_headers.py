"""Headers on every answer, and cookies that travel over TLS alone where there is TLS."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from flock.web.headers import SecurityHeaders


def sign_in(_: object) -> PlainTextResponse:
    answer = PlainTextResponse("in")
    answer.set_cookie("_streamlit_user", "signed", httponly=True, samesite="lax")
    answer.set_cookie("other", "x", secure=True)
    return answer


@pytest.mark.parametrize(("scheme", "secure"), [("https", True), ("http", False)])
def test_cookies_are_secure_where_there_is_tls(scheme: str, secure: bool) -> None:
    app = Starlette(routes=[Route("/", sign_in)], middleware=[Middleware(SecurityHeaders)])
    user, other = TestClient(app, base_url=f"{scheme}://localhost").get("/").headers.get_list("set-cookie")
    assert ("; Secure" in user) is secure
    assert other.count("Secure") == 1
    assert "HttpOnly" in user


def test_metrics_of_streamlit_are_closed_and_every_answer_is_dressed() -> None:
    app = Starlette(routes=[Route("/_stcore/metrics", sign_in)], middleware=[Middleware(SecurityHeaders)])
    answer = TestClient(app).get("/_stcore/metrics")
    assert answer.status_code == 404
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Content-Security-Policy" in answer.headers

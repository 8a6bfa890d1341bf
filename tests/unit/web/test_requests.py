"""Every request is noted without a word of a person, one address may not ask without end, and figures are for operators."""

import json
import logging

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.websockets import WebSocket

from flock import logs
from flock.errors import DatabaseUnavailable
from flock.web import headers, health, metrics, requests


def broken(_: Request) -> PlainTextResponse:
    raise ValueError("Ada lives at LS1 5TQ")


async def stream(socket: WebSocket) -> None:
    if socket.headers.get("origin") == "https://elsewhere.example":
        await socket.close(1008)
    else:
        await socket.accept()
        await socket.close()


def gone(_: Request) -> PlainTextResponse:
    raise DatabaseUnavailable("The lake cannot be reached at the moment.")


def app(token: str = "", *, is_ready: bool = True) -> Starlette:
    return Starlette(
        routes=[
            Route("/tiles/base/{rest:path}", lambda _: PlainTextResponse("tile")),
            Route("/api/{rest:path}", lambda _: PlainTextResponse("places")),
            Route("/broken/{name}", broken),
            Route("/tiles/venues/{rest:path}", gone),
            *metrics.routes(token),
            *health.routes(lambda: is_ready, token),
            WebSocketRoute("/_stcore/stream", stream),
        ],
        middleware=[Middleware(headers.SecurityHeaders), Middleware(requests.Noted)],
    )


def asking(host: str, token: str = "", *, is_ready: bool = True) -> TestClient:
    return TestClient(app(token, is_ready=is_ready), client=(host, 5000), raise_server_exceptions=False)


def test_a_database_out_of_reach_is_a_sentence_and_may_be_asked_again() -> None:
    answer = asking("10.1.2.3").get("/tiles/venues/1/2/3.json")
    assert (answer.status_code, answer.text) == (503, "The lake cannot be reached at the moment.")
    assert answer.headers["retry-after"] == "60"
    assert "x-request-id" in answer.headers


def test_of_an_address_only_its_kind_is_noted(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "flock")
    answer = asking("10.1.2.3").get("/api/venues.csv?q=Ada&near=53.81,-1.56")
    (noted,) = [record for record in caplog.records if record.name == "flock.web.requests"]
    line = logs.Formatter("{message}", style="{").format(noted)
    assert json.loads(line) | {"ms": 0} == {
        "message": "answered",
        "request_id": answer.headers["x-request-id"],
        "method": "GET",
        "kind": "api",
        "status": 200,
        "ms": 0,
    }


@pytest.mark.parametrize(("address", "status", "level"), [("/health", 503, "INFO"), ("/tiles/venues/1/2/3.json", 503, "ERROR")])
def test_not_to_be_ready_yet_is_no_failure(address: str, status: int, level: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "flock")
    assert asking("127.0.0.1", is_ready=False).get(address).status_code == status
    assert [record.levelname for record in caplog.records if record.name == "flock.web.requests"] == [level]


@pytest.mark.parametrize("given", ["", "x" * 32, "a\nb", "0" * 33])
def test_an_id_of_a_proxy_is_kept_only_if_it_is_one(given: str) -> None:
    proxy = "0123456789abcdef" * 2
    client = asking("10.1.2.3")
    assert client.get("/tiles/base/0", headers={"X-Request-ID": proxy}).headers["x-request-id"] == proxy
    own = client.get("/tiles/base/0", headers={"X-Request-ID": given} if given.isprintable() else {}).headers["x-request-id"]
    assert len(own) == 32
    assert own != given


def test_one_address_asks_too_much_and_others_go_on() -> None:
    shared = app()
    greedy, calm = (TestClient(shared, client=(host, 5000)) for host in ("10.0.0.1", "10.0.0.2"))
    answers = [greedy.get("/api/venues.csv").status_code for _ in range(62)]
    assert answers == [200] * 60 + [429] * 2
    assert greedy.get("/api/venues.csv").headers["retry-after"] == "60"
    assert greedy.get("/tiles/base/0/0/0.json").status_code == 200
    assert calm.get("/api/venues.csv").status_code == 200


@pytest.mark.parametrize("kind", requests._A_MINUTE)
def test_every_limit_is_of_a_kind_that_requests_have(kind: str) -> None:
    assert requests.kind_of(f"/{kind}/0/0/0") == kind


def test_figures_are_for_this_machine_or_for_the_token() -> None:
    here = asking("127.0.0.1")
    here.get("/tiles/base/0/0/0.json")
    assert 'flock_answers_total{kind="tiles/base",status="200"}' in here.get("/metrics").text
    assert here.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 404
    assert asking("203.0.113.9").get("/metrics").status_code == 404
    far = asking("203.0.113.9", token="s3cret")
    assert far.get("/metrics", headers={"Authorization": "Bearer s3cret"}).status_code == 200
    for wrong in ({}, {"Authorization": "Bearer other"}, {"Authorization": "Bearer "}):
        assert far.get("/metrics", headers=wrong).status_code == 404
    assert asking("127.0.0.1", token="s3cret").get("/metrics").status_code == 404


@pytest.mark.parametrize("header", ["Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP"])
@pytest.mark.parametrize("address", ["/health", "/metrics"])
def test_what_a_proxy_on_this_machine_passes_on_is_not_from_here(address: str, header: str) -> None:
    """Whatever it says: somebody far away may write 127.0.0.1 into it."""
    for said in ("127.0.0.1", "for=127.0.0.1", "localhost", "::1", "", "127.0.0.1, 127.0.0.1"):
        answer = asking("127.0.0.1").get(address, headers={header: said})
        nothing = asking("127.0.0.1").get("/no-such-address", headers={header: said})
        assert (answer.status_code, answer.content) == (404, nothing.content)
    assert asking("203.0.113.9").get(address, headers={header: "127.0.0.1"}).status_code == 404


def test_health_is_for_this_machine_and_for_the_token() -> None:
    ready = {"live": True, "ready": True}
    assert asking("127.0.0.1").get("/health").json() == asking("::1").get("/health").json() == ready
    assert asking("127.0.0.1", token="s3cret").get("/health").json() == ready
    assert asking("203.0.113.9", token="s3cret").get("/health", headers={"Authorization": "Bearer s3cret"}).json() == ready
    for token, wrong in (("", ""), ("", "Bearer "), ("s3cret", "Bearer other"), ("s3cret", "s3cret")):
        assert asking("203.0.113.9", token=token).get("/health", headers={"Authorization": wrong}).status_code == 404


def test_streams_and_uploads_of_one_address_have_an_end_too() -> None:
    shared = app()
    greedy, calm = (TestClient(shared, client=(host, 5000)) for host in ("10.0.0.1", "10.0.0.2"))
    for _ in range(600):
        with greedy.websocket_connect("/_stcore/stream"):
            pass
    with pytest.raises(WebSocketDenialResponse) as refused, greedy.websocket_connect("/_stcore/stream"):
        pass
    assert (refused.value.status_code, refused.value.headers["retry-after"]) == (429, "60")
    with calm.websocket_connect("/_stcore/stream"):
        pass
    uploads = [greedy.put("/_stcore/upload_file/a/b").status_code for _ in range(62)]
    assert uploads == [404] * 60 + [429] * 2, "there are none here, and they count"


def test_a_stream_wears_the_headers_whether_it_is_let_in_or_not() -> None:
    client = asking("10.0.0.1")
    with client.websocket_connect("/_stcore/stream") as socket:
        assert {b"content-security-policy", b"x-content-type-options"} <= {name for name, _ in socket.extra_headers or ()}
    with (
        pytest.raises(WebSocketDenialResponse) as refused,
        client.websocket_connect("/_stcore/stream", headers={"Origin": "https://elsewhere.example"}),
    ):
        pass
    assert refused.value.status_code == 403
    assert "content-security-policy" in refused.value.headers


def test_a_failure_is_logged_with_its_way_through_the_code_and_not_with_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    logs.begin("warning")
    try:
        try:
            broken(Request({"type": "http"}))
        except ValueError as error:
            logging.getLogger("flock.ui.look").error("a page failed", exc_info=error, extra={"note": "1a2b"})
    finally:
        logging.getLogger("flock").handlers.clear()
        logging.getLogger("flock").propagate = True
    line = capsys.readouterr().err
    told = json.loads(line)
    assert (told["level"], told["from"], told["message"], told["note"]) == ("ERROR", "flock.ui.look", "a page failed", "1a2b")
    assert told["exc_info"].startswith("ValueError < ")
    assert "broken" in told["exc_info"]
    assert "Ada" not in line
    assert "LS1" not in line


def test_a_page_may_load_from_us_and_the_street_map_alone() -> None:
    policy = headers.content_security_policy("https://tile.example.org/{z}/{x}/{y}.png")
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["img-src"] == "'self' data: blob: https://tile.example.org"
    assert {name for name, sources in rules.items() if "example" in sources} == {"img-src"}
    assert rules["frame-ancestors"] == "'self'"
    assert "http" not in headers.content_security_policy("")

import re

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from flock.web import assets


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(Starlette(routes=assets.routes()))


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("leaflet/leaflet.js", "text/javascript; charset=utf-8"),
        ("leaflet/leaflet.css", "text/css; charset=utf-8"),
        ("leaflet/images/layers.png", "image/png"),
        ("map.js", "text/javascript; charset=utf-8"),
        ("place_layer.js", "text/javascript; charset=utf-8"),
        ("base_layers.js", "text/javascript; charset=utf-8"),
        ("map.css", "text/css; charset=utf-8"),
    ],
)
def test_files_are_served_with_their_type_and_may_be_kept_for_good(client, name, media_type):
    answer = client.get(f"/{assets.folder()}/{name}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"
    again = client.get(f"/{assets.folder()}/{name}", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_every_picture_that_leaflets_styles_name_is_there(client):
    styles = client.get(f"/{assets.folder()}/leaflet/leaflet.css").text
    pictures = re.findall(r"url\((images/[^)]+)\)", styles)
    assert pictures
    assert all(client.get(f"/{assets.folder()}/leaflet/{picture}").status_code == 200 for picture in pictures)


def test_under_an_older_version_nothing_is_kept(client):
    answer = client.get("/assets/00000000/map.js")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, no-cache"


def test_the_address_changes_with_the_contents(monkeypatch):
    before = assets.folder()
    files = dict(assets._files())
    files["map.js"] = (b"//", "text/javascript", '"other"')
    monkeypatch.setattr(assets, "_files", lambda: files)
    assets._version.cache_clear()
    try:
        assert assets.folder() != before
    finally:
        assets._version.cache_clear()


@pytest.mark.parametrize(
    "path",
    [
        "",
        "no-such-file.js",
        "../assets.py",
        "..%2fassets.py",
        "%2e%2e/%2e%2e/assets.py",
        "leaflet/../../../__init__.py",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "..\\assets.py",
        "map.js%00.png",
        "leaflet",
        "leaflet/",
    ],
)
def test_nothing_else_can_be_read(client, path):
    answer = client.get(f"/{assets.folder()}/{path}")
    assert answer.status_code == 404
    assert "root:" not in answer.text
    assert "import" not in answer.text


def test_nothing_can_be_written(client):
    assert client.put(f"/{assets.folder()}/map.js", content=b"x").status_code == 405

import inspect
import json
import math
import re
import threading
from uuid import UUID

import branca.element
import pytest
import streamlit_folium
from hypothesis import given
from hypothesis import strategies as st
from jinja2.exceptions import SecurityError

from flock.domain.positions import Bounds, LatLon
from flock.errors import BadFilter
from flock.visuals import maps

HARBOUR = LatLon(51.4545, -2.5879)
ID = UUID(int=7)
PAYLOADS = (
    "{{7*7}}",
    "{{ this.save('flock-canary') }}",
    "{% for x in range(9) %}x{% endfor %}",
    "{# gone #}",
    "${alert(1)}",
    "`+alert(1)+`",
    '"+alert(1)+"',
    "\\u0022+alert(1)",
    "</script><script>alert(1)</script>",
    "\u2028alert(1)\u2029",
    "'); alert(1); ('",
    "map_div drawnItems alert(coords);",
)


def a_map(**settings: str):
    given_settings = {"tiles_url": "", "attribution": "", "assets": "assets/0"} | settings
    return maps.base_map(**given_settings)


def sent(monkeypatch: pytest.MonkeyPatch, chart, state=None) -> dict:
    """What st_folium would hand to the browser."""
    told: dict = {}
    monkeypatch.setattr(streamlit_folium, "_component_func", lambda **arguments: told.update(arguments))
    streamlit_folium.st_folium(chart, key="map", returned_objects=maps.RETURNED_OBJECTS, feature_group_to_add=state)
    return told


def argument(script: str) -> dict:
    """Read the one string in a script as the browser does: first as JavaScript, then as JSON."""
    (literal,) = re.findall(r'"(?:[^"\\]|\\u[0-9a-f]{4})*"(?=\);)', script)
    return json.loads(json.loads(literal))


def test_the_map_is_one_call_of_our_own_script_and_links_to_nobody_else(monkeypatch):
    told = sent(monkeypatch, a_map(tiles_url="https://tiles.example/{z}/{x}/{y}.png", attribution="© Somebody"))
    assert told["script"].strip().startswith('var map_div = flockMap.open("map_div", "')
    start = argument(told["script"])
    assert start["root"] == "../../"
    assert start["tilesUrl"] == "https://tiles.example/{z}/{x}/{y}.png"
    assert start["attribution"] == "© Somebody"
    assert start["kinds"]["cafe"] == "café"
    links = told["js_links"] + told["css_links"]
    assert links[0] == "../../assets/0/leaflet/leaflet.js"
    assert all(link.startswith("../../assets/0/") for link in links)
    assert "http" not in told["header"].replace("http-equiv", "")


def test_a_shared_map_is_the_same_to_the_browser_at_every_rerun(monkeypatch):
    chart = a_map()
    first = sent(monkeypatch, chart, maps.map_state("kind=cafe", 1))
    second = sent(monkeypatch, chart, maps.map_state("kind=pub", 2, area=Bounds(1, 2, 3, 4)))
    assert {name: first[name] for name in ("script", "header", "html", "key")} == {
        name: second[name] for name in ("script", "header", "html", "key")
    }
    assert first["feature_group"] != second["feature_group"]
    assert argument(second["feature_group"])["query"] == "v=2&kind=pub"
    assert "flock" not in "".join(chart.get_root().script._children)


def test_threads_that_share_a_map_get_each_their_own_state(monkeypatch):
    chart = a_map()
    monkeypatch.setattr(streamlit_folium, "_component_func", lambda **arguments: answers.append(arguments["feature_group"]))
    answers: list[str] = []

    def show(version: int) -> None:
        for _ in range(20):
            streamlit_folium.st_folium(chart, key="map", feature_group_to_add=maps.map_state("", version))

    threads = [threading.Thread(target=show, args=(version,)) for version in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(argument(answer)["query"] for answer in answers) == sorted(
        f"v={version}&" for version in range(8) for _ in range(20)
    )


def test_the_state_says_what_to_show(monkeypatch):
    state = maps.map_state(
        "kind=cafe,pub&needs=wifi&q=caf%C3%A9+bar",
        12,
        view=maps.View(3, HARBOUR, 15),
        selected=maps.Selected(ID, HARBOUR, "cafe"),
        circle=(HARBOUR, 2000.0),
        area=Bounds(51.0, -3.0, 52.0, -2.0),
        theme="dark",
        unit="mi",
    )
    told = sent(monkeypatch, a_map(), state)["feature_group"]
    assert told.startswith("var feature_group_feature_group_0 = flockMap.update(")
    assert argument(told.split("map_div.addLayer")[0]) == {
        "query": "v=12&kind=cafe,pub&needs=wifi&q=caf%C3%A9+bar",
        "view": {"number": 3, "center": [51.4545, -2.5879], "zoom": 15},
        "selected": {"id": str(ID), "kind": "cafe", "lat": 51.4545, "lon": -2.5879},
        "circle": {"center": [51.4545, -2.5879], "radius": 2000.0},
        "area": [51.0, -3.0, 52.0, -2.0],
        "theme": "dark",
        "unit": "mi",
        "layer": None,
        "hexagons": [],
        "spots": [],
        "pins": [],
        "places": True,
    }


def test_a_view_can_be_a_rectangle(monkeypatch):
    told = sent(monkeypatch, a_map(), maps.map_state("", 1, view=maps.View(1, Bounds(51.0, -3.0, 52.0, -2.0))))
    assert argument(told["feature_group"].split("map_div.addLayer")[0])["view"] == {
        "number": 1,
        "bounds": [51.0, -3.0, 52.0, -2.0],
    }


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("surface", ["query", "kind", "theme", "unit", "tiles_url", "attribution", "assets"])
def test_text_that_is_code_is_refused_or_stays_text(monkeypatch, surface, payload):
    settings = {surface: payload} if surface in ("tiles_url", "attribution", "assets") else {}
    choices = {surface: payload} if surface in ("theme", "unit") else {}
    query = payload if surface == "query" else ""
    selected = maps.Selected(ID, HARBOUR, payload if surface == "kind" else "cafe")
    if surface in ("query", "assets"):
        with pytest.raises((BadFilter, ValueError)):
            sent(monkeypatch, a_map(**settings), maps.map_state(query, 1, selected=selected, **choices))
        return
    told = sent(monkeypatch, a_map(**settings), maps.map_state(query, 1, selected=selected, **choices))
    script, steer = told["script"], told["feature_group"].split("map_div.addLayer")[0]
    for text in (script, steer):
        literal = text[text.index('"') :]
        assert not set("{}%#$`<>&'\u2028\u2029") & set(literal)
    start, state = argument(script), argument(steer)
    assert payload in (start.get("tilesUrl"), start.get("attribution"), state["selected"]["kind"], state["theme"], state["unit"])


@given(st.text())
def test_any_text_comes_out_as_it_went_in(text):
    literal = maps._literal({"text": text})
    assert json.loads(json.loads(literal)) == {"text": text}
    assert re.fullmatch(r'"[A-Za-z0-9 ,.:/?=()\[\]\\+-]*"', literal)


def test_numbers_that_are_none_are_refused():
    with pytest.raises(ValueError, match="Out of range"):
        maps.map_state("", 1, circle=(HARBOUR, math.nan))


def test_what_folium_makes_a_template_of_can_call_nothing(tmp_path):
    canary = tmp_path / "canary"
    with pytest.raises(SecurityError):
        branca.element.Element(f"{{{{ this.save({str(canary)!r}) }}}}").render()
    with pytest.raises(SecurityError):
        branca.element.Element("{{ ''.__class__.__mro__ }}").render()
    assert not canary.exists()


def click(**properties: object) -> dict:
    return {"last_active_drawing": {"type": "Feature", "properties": properties, "geometry": None}}


def test_a_click_on_a_place_is_read():
    assert maps.read_click(click(click=5, venue=str(ID)), 4) == maps.Click(5, venue_id=ID)


def test_a_searched_area_is_read():
    assert maps.read_click(click(click=5, area=[51, -3, 52.5, -2]), None) == maps.Click(5, area=Bounds(51, -3, 52.5, -2))


def test_a_click_counts_once():
    assert maps.read_click(click(click=5, venue=str(ID)), 5) is None


@pytest.mark.parametrize(
    "returned",
    [
        None,
        {},
        {"last_active_drawing": None},
        {"last_active_drawing": "x"},
        {"last_active_drawing": {"properties": ["venue"]}},
        click(),
        click(venue=str(ID)),
        click(click="5", venue=str(ID)),
        click(click=True, venue=str(ID)),
        click(click=5.0, venue=str(ID)),
        click(click=5),
        click(click=5, venue="'; DROP TABLE venue; --"),
        click(click=5, venue=7),
        click(click=5, venue=None),
        click(click=5, area="51,-3,52,-2"),
        click(click=5, area=[51, -3, 52]),
        click(click=5, area=[51, -3, 52, None]),
        click(click=5, area=[51, -3, 52, True]),
        click(click=5, area=[52, -3, 51, -2]),
        click(click=5, area=[51, -2, 52, -3]),
        click(click=5, area=[51, -3, 91, -2]),
        click(click=5, area=[51, -3, math.nan, -2]),
        click(click=5, area=[51, -3, math.inf, -2]),
    ],
)
def test_what_the_map_never_says_is_no_click(returned):
    assert maps.read_click(returned, None) is None


def test_no_argument_takes_a_name():
    taken = {
        name for ask in (maps.base_map, maps.map_state, maps.View, maps.Selected) for name in inspect.signature(ask).parameters
    }
    assert not taken & {"name", "title", "popup", "tooltip", "label", "text"}

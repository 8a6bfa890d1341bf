"""The map as folium and st_folium need it: one script that starts it and one that steers it. The map itself is web/static/map.js.

folium runs text as Jinja templates on the server and as JavaScript in the browser. So no word of a person or a place ever
comes here: only settings, numbers and choices, written by `_literal` in letters that neither language reads. Behind that
stands a second wall: what folium would make a template of runs in a sandbox that calls nothing.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple
from uuid import UUID

import branca.element
import folium
import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from flock.domain import venues, words
from flock.domain.filters import VenueFilter
from flock.domain.positions import Bounds, LatLon
from flock.errors import BadFilter

# What st_folium is to return. Its count of clicks is not among it: the count starts at 0 where Python expects None,
# which would rerun the page once for nothing, and each click carries its own number anyway.
RETURNED_OBJECTS = ("last_active_drawing",)

PINS = ("new", "changed", "duplicate", "doubt", "given", "address")
"""What a pin stands for; `map.js` gives each a letter, a colour and a word."""

_LAYERS = {"members": "tiles/members/", "homes": "tiles/hexagons/"}
_APP_ROOT = "../../"  # as seen from the frame in which st_folium draws
_SCRIPTS = ("leaflet/leaflet.js", "base_layers.js", "answer_layer.js", "place_layer.js", "hexagon_layer.js", "map.js")
_STYLES = ("leaflet/leaflet.css", "map.css")
_QUERY = re.compile(r"[A-Za-z0-9%&=,.~+_-]*")
_HEXAGON = re.compile(r"[0-9a-f]{0,16}")
_FOLDER = re.compile(r"[a-z0-9/]+")
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9 ,.:/?=()\[\]+-]")


class _NothingIsCalled(ImmutableSandboxedEnvironment):
    def is_safe_callable(self, obj: Any) -> bool:
        return False


class _Template(jinja2.Template):
    environment_class = _NothingIsCalled


branca.element.Template = _Template  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class View:
    """Where the map should go: around a position at a zoom, or to a rectangle.

    The map moves once for each new view and else stays where the person moved it; another `number` makes the same place new.
    """

    number: int
    target: LatLon | Bounds
    zoom: int = 15


@dataclass(frozen=True, slots=True)
class Selected:
    """The chosen place, drawn even where it is part of a group."""

    venue_id: UUID
    position: LatLon
    kind: str


class Pin(NamedTuple):
    """A row of a table on the map: what it is, one of `PINS`, and its line, 0 where it has none."""

    position: LatLon
    what: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Layer:
    """Hexagons that can be chosen, over or instead of the places.

    `of` is "members", those published, or "homes", all that a home can be in; `query` is the query part of their tiles' address,
    `chosen` the number of the chosen one or "".
    """

    of: Literal["members", "homes"]
    query: str = ""
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class Click:
    """What a person did on the map: chose a place or a hexagon, or asked to search an area. Each click has another number.

    The hexagon is "" where the chosen one was given up.
    """

    number: int
    venue_id: UUID | None = None
    area: Bounds | None = None
    hexagon: str | None = None


@dataclass(frozen=True, slots=True)
class Hexagon:
    """A hexagon with members in it: its corners and middle, how many at least, and whether they lack a place near."""

    corners: Sequence[LatLon]
    middle: LatLon
    step: int
    is_gap: bool


class Map(folium.Map):
    """A map that is the same at every rerun, so that the browser keeps it, and may be shared between threads."""

    _template = _Template(
        '{% macro script(this, kwargs) %}var map_div = flockMap.open("map_div", {{ this.start }});{% endmacro %}'
    )

    def __init__(self, start: str, *, assets: str) -> None:
        super().__init__(tiles=None)
        self._id = "div"  # the name that st_folium gives it in any case
        self.start = start
        self.default_js = [(name, f"{_APP_ROOT}{assets}/{name}") for name in _SCRIPTS]
        self.default_css = [(name, f"{_APP_ROOT}{assets}/{name}") for name in _STYLES]

    def render(self, **kwargs: Any) -> str:
        """Write nothing: st_folium takes the script and the links, not the page that folium would put around them."""
        return ""

    def add_child(self, child: Any, name: str | None = None, index: int | None = None) -> Any:
        """Let a state know its map without becoming part of it, or the map would be another one at the next rerun."""
        child._parent = self
        return self


class State(folium.FeatureGroup):
    """What `feature_group_to_add` carries to the map: a layer without anything in it, whose script steers the map."""

    _template = _Template(
        "{% macro script(this, kwargs) %}var {{ this.variable }} = flockMap.update({{ this.state }});{% endmacro %}"
    )

    def __init__(self, state: str) -> None:
        super().__init__(show=False)
        self.state = state

    @property
    def variable(self) -> str:
        """The name under which st_folium expects the layer."""
        return str(self.get_name())

    def render(self, **kwargs: Any) -> str:
        """Write nothing, like the map."""
        return ""


def base_map(*, tiles_url: str, attribution: str, assets: str) -> Map:
    """Give the map: constant, to be made once and shared.

    Args:
        tiles_url: address of street map tiles; empty for the map that Flock ships.
        attribution: who made the street map, as plain text.
        assets: where the app serves its scripts, relative to its root, without slashes at the ends.
    """
    if not _FOLDER.fullmatch(assets):
        raise ValueError(f"«{assets}» is not a folder of assets.")
    kinds = {kind: words.KIND[kind][0] for kind in venues.KINDS}
    start = {"root": _APP_ROOT, "tilesUrl": tiles_url, "attribution": attribution, "kinds": kinds}
    return Map(_literal(start), assets=assets)


def map_state(
    query: str,
    version: int,
    *,
    view: View | None = None,
    selected: Selected | None = None,
    circle: tuple[LatLon, float] | None = None,
    area: Bounds | None = None,
    theme: Literal["light", "dark"] = "light",
    unit: Literal["km", "mi"] = "km",
    pins: Sequence[Pin] = (),
    layer: Layer | None = None,
    hexagons: Sequence[Hexagon] = (),
    spots: Sequence[LatLon] = (),
    places: bool = True,
) -> State:
    """Give what the map should show now, for `feature_group_to_add`.

    Args:
        query: the filter as `domain.filters.to_query` writes it.
        version: number of the data's version; another one makes the map ask for its tiles again.
        view: where to go.
        selected: the place to draw larger.
        circle: center and radius in metres of a circle to outline.
        area: rectangle to outline.
        theme: which colours.
        unit: of the scale.
        pins: rows of a table to draw above the places.
        layer: draws hexagons to choose from, too.
        hexagons: those with members, each drawn with its number.
        spots: positions to mark with their number from 1.
        places: whether the places are drawn.

    Raises:
        BadFilter: a query has letters that an address cannot carry.
    """
    if not _QUERY.fullmatch(query) or (layer and not _QUERY.fullmatch(layer.query)):
        raise BadFilter("The filter of the map is not written as an address. Set the filters anew.")
    state = {
        "query": f"v={version:d}&{query}",
        "view": view and _view(view),
        "selected": selected
        and {"id": str(selected.venue_id), "kind": selected.kind, "lat": selected.position.lat, "lon": selected.position.lon},
        "circle": circle and {"center": circle[0], "radius": circle[1]},
        "area": area,
        "theme": theme,
        "unit": unit,
        "pins": [[*pin.position, PINS.index(pin.what), int(pin.line)] for pin in pins],
        "layer": layer and {"path": _LAYERS[layer.of], "query": layer.query, "chosen": layer.chosen},
        "hexagons": [
            {"corners": list(one.corners), "middle": one.middle, "step": one.step, "gap": one.is_gap} for one in hexagons
        ],
        "spots": list(spots),
        "places": places,
    }
    return State(_literal(state))


def read_click(returned: Mapping[str, Any] | None, seen: int | None) -> Click | None:
    """Read what st_folium returned: a click other than the one numbered `seen`, or None.

    It comes from the browser, so anything that is not exactly as the map writes it is no click.
    """
    drawing = (returned or {}).get("last_active_drawing")
    said = drawing.get("properties") if isinstance(drawing, Mapping) else None
    if not isinstance(said, Mapping) or type(said.get("click")) is not int or said["click"] == seen:
        return None
    if "venue" in said:
        venue_id = _uuid(said["venue"])
        return Click(said["click"], venue_id=venue_id) if venue_id else None
    if "hexagon" in said:
        hexagon = said["hexagon"]
        is_one = isinstance(hexagon, str) and _HEXAGON.fullmatch(hexagon)
        return Click(said["click"], hexagon=hexagon) if is_one else None
    area = _area(said.get("area"))
    return Click(said["click"], area=area) if area else None


def _view(view: View) -> dict[str, Any]:
    if isinstance(view.target, Bounds):
        return {"number": view.number, "bounds": view.target}
    return {"number": view.number, "center": view.target, "zoom": view.zoom}


def _uuid(text: object) -> UUID | None:
    try:
        return UUID(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _area(edges: object) -> Bounds | None:
    if not isinstance(edges, list) or len(edges) != 4 or not all(type(edge) in (int, float) for edge in edges):
        return None
    try:
        return VenueFilter(area=Bounds(*edges)).area
    except BadFilter:
        return None


def _literal(value: Mapping[str, Any]) -> str:
    """Write a value as JSON in a JavaScript string in which all but a few plain characters are escaped by number.

    So there is no brace, percent sign, quote, dollar or angle bracket in it that Jinja, HTML or JavaScript could take
    for its own.
    """
    text = json.dumps(value, allow_nan=False, separators=(",", ":"))
    return '"' + _NOT_PLAIN.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + '"'

"""From a pan to the last marker drawn, script runs and bytes, in headless Chromium on the running app, beside MarkerCluster."""

import argparse
import importlib.util
import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.support import measure, running, synthetic
from flock.domain.positions import LatLon

ZOOMS = (6, 8, 10, 12, 14, 15, 16, 17, 18)
PANS = 8
VIEW = (1280, 800)
PAN_TARGET_MS = 150
PAYLOAD_TARGET_KB = 100
PEER_PLACES = 10_000
WAIT_MS = 120_000

# Resolves with the milliseconds to the frame after the last marker of the new view was drawn, and whether any had to be fetched.
_MOVE = """([method, ...given]) => new Promise((done, fail) => {
    const layer = Object.values(map._layers).find(one => window.flockMap && one instanceof flockMap.PlaceLayer);
    setTimeout(() => fail(new Error('no tiles')), 30000);
    const start = performance.now();
    map[method](...given, {animate: false});
    const fetches = Boolean(layer && layer.isLoading());
    const told = () => done([performance.now() - start, fetches]);
    const painted = () => requestAnimationFrame(() => requestAnimationFrame(told));
    if (fetches) layer.once('load', painted);
    else painted();
})"""
_MARKERS = {"Flock": ".flock-marker", "MarkerCluster": ".leaflet-marker-icon"}


@dataclass
class Wire:
    """What goes over the network while a page is open."""

    said_to_server: int = 0  # messages of the page to its script: each is a rerun
    from_server_kb: float = 0.0  # what the script sends through its socket
    tiles_kb: float = 0.0  # answers with places, as sent
    _tiles: set[str] = field(default_factory=set)

    def listen(self, page: Any) -> None:
        """Count from now on."""
        page.on("websocket", self._on_socket)
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        network.on("Network.responseReceived", self._on_response)
        network.on("Network.loadingFinished", self._on_finished)

    def _on_socket(self, socket: Any) -> None:
        socket.on("framesent", lambda _: setattr(self, "said_to_server", self.said_to_server + 1))
        socket.on("framereceived", lambda body: setattr(self, "from_server_kb", self.from_server_kb + len(body) / 1000))

    def _on_response(self, event: dict[str, Any]) -> None:
        if "/tiles/venues/" in event["response"]["url"]:
            self._tiles.add(event["requestId"])

    def _on_finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self._tiles:
            self.tiles_kb += event["encodedDataLength"] / 1000


def main() -> None:
    """Run both ways."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--venues", type=int, default=10_000_000, help="how many places to invent")
    arguments.add_argument("--peer", action=argparse.BooleanOptionalAction, default=True, help="compare with MarkerCluster")
    given = arguments.parse_args()
    print(measure.machine("streamlit", "streamlit-folium", "folium"))
    if missing := running.browser_missing():
        print(f"Nothing measured: {missing}.")
        return
    path = synthetic.database(given.venues)
    middle = synthetic.busiest(path)
    rows = {f"Flock, {given.venues:,} places": drive_flock(path, middle)}
    if given.peer and importlib.util.find_spec("xstatic.pkg.leaflet_markercluster"):
        rows[f"MarkerCluster, {PEER_PLACES:,} places"] = drive_peer(path, middle)
    elif given.peer:
        print("Without MarkerCluster: it is not installed (pip install -r benchmarks/requirements.txt).")
    heads = ["map", "first markers, s", "pan, median ms", "p95", "most", "reruns in the pans", "heaviest view, KB sent"]
    cells = [
        [name, measure.figure(one.first_s), *measure.spread(one.pans_ms), str(one.reruns), measure.figure(one.payload_kb)]
        for name, one in rows.items()
    ]
    measure.table(
        f"{len(ZOOMS) * PANS} pans over the busiest city at zooms {ZOOMS[0]} to {ZOOMS[-1]}, {VIEW[0]} × {VIEW[1]}", heads, cells
    )
    ours = next(iter(rows.values()))
    fetching = ", ".join(measure.spread(ours.fetching_ms))
    print(
        f"Of Flock's pans {len(ours.fetching_ms)} fetched tiles, in median, p95 and at most {fetching} ms; the others had them."
    )
    print(f"Pan that fetches, median: {measure.verdict(measure.percentile(ours.fetching_ms, 0.5), PAN_TARGET_MS)} ms")
    print(f"Reruns: {measure.verdict(ours.reruns, 0)}")
    print(f"Payload of a view: {measure.verdict(ours.payload_kb, PAYLOAD_TARGET_KB)} KB")


@dataclass
class Driven:
    """What was measured on one map."""

    first_s: float
    pans_ms: list[float]
    fetching_ms: list[float]  # of the pans that had to fetch a tile
    reruns: int
    payload_kb: float


def drive_flock(path: Path, middle: LatLon) -> Driven:
    """Pan the map of the app's first page, with two filters."""
    settings = {"FLOCK_DATABASE": str(path.resolve()), "FLOCK_TILES_URL": ""}
    query = urlencode({"kind": "cafe", "needs": "wifi"})
    with running.app(running.ROOT / "app.py", health="/health", **settings) as address, running.page(*VIEW) as page:
        return drive(page, f"{address}/?{query}", "Flock", middle)


def drive_peer(path: Path, middle: LatLon) -> Driven:
    """Pan the same city on a page with all of its places as markers; scripts of content networks come from packages."""
    positions = path.with_name("positions.json")
    positions.write_text(json.dumps(synthetic.weighted(path, PEER_PLACES, seed=7)))
    query = urlencode({"positions": str(positions.resolve()), "lat": middle.lat, "lon": middle.lon})
    script = Path(__file__).parent / "support" / "marker_cluster_page.py"
    with running.app(script, health="/_stcore/health") as address, running.page(*VIEW) as page:
        page.route(lambda url: not url.startswith(address), _from_packages)
        return drive(page, f"{address}/?{query}", "MarkerCluster", middle)


def drive(page: Any, address: str, name: str, middle: LatLon) -> Driven:
    """Wait for the first markers, then move around at each zoom."""
    wire = Wire()
    wire.listen(page)
    _, opened_ms = measure.timed(lambda: _open(page, address, _MARKERS[name]))
    first_kb = wire.from_server_kb
    frame = next(frame for frame in page.frames if frame.evaluate("() => typeof map === 'object' && 'panBy' in map"))
    pans: list[tuple[float, bool]] = []
    reruns = 0
    views_kb: dict[int, float] = defaultdict(float)
    for zoom in ZOOMS:
        before_kb = wire.tiles_kb
        frame.evaluate(_MOVE, ["setView", [middle.lat, middle.lon], zoom])
        page.wait_for_timeout(1500)  # whatever the page tells its script after a move is told by then
        views_kb[zoom] = wire.tiles_kb - before_kb
        said = wire.said_to_server
        for number in range(PANS):
            pans.append(frame.evaluate(_MOVE, ["panBy", [400, 0] if number % 2 else [0, 350]]))
            page.wait_for_timeout(700)
        reruns += wire.said_to_server - said
    payload_kb = max(views_kb.values()) if name == "Flock" else first_kb
    return Driven(opened_ms / 1000, [ms for ms, _ in pans], [ms for ms, fetches in pans if fetches], reruns, payload_kb)


def _open(page: Any, address: str, marker: str) -> None:
    page.goto(address, timeout=WAIT_MS)
    page.frame_locator("iframe").locator(marker).first.wait_for(timeout=WAIT_MS)


def _from_packages(route: Any) -> None:
    """Answer for a content network. What no package has is decoration, and empty."""
    from xstatic.pkg import leaflet_markercluster

    name = route.request.url.rpartition("/")[2]
    folders = [Path(leaflet_markercluster.BASE_DIR), Path(leaflet_markercluster.BASE_DIR).parents[1] / "leaflet" / "data"]
    found = next((folder / name for folder in folders if (folder / name).is_file()), None)
    if found:
        route.fulfill(path=found)
    else:
        route.fulfill(body="", content_type="text/css" if name.endswith(".css") else "text/javascript")


if __name__ == "__main__":
    main()

"""A browser without a screen: it fetches what a browser fetches and speaks Streamlit's websocket protocol. Loopback only."""

import asyncio
import random
import re
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.support import load_world

HOST = "127.0.0.1"
WAIT_S = 60.0
_SAID = {
    "": ("Places to work", "Find"),
    "place": ("What to expect", "Opening hours", "Near here"),
    "people": ("People to work with",),
    "community-health": ("Is it a community?", "How it is for members"),
}
"""What stands on a page that came as a whole, whoever looks."""


@dataclass
class Seen:
    """What all visitors noted: milliseconds by what was asked, errors in words, reruns."""

    ms: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    bytes: int = 0

    def note(self, what: str, began: float) -> None:
        now = time.perf_counter()
        self.ms.setdefault(what, []).append((now, (now - began) * 1000))


class Http:
    """One connection kept alive, from an address of its own in 127/8, as limits are per address."""

    def __init__(self, port: int, address: str, cookie: str) -> None:
        self._port, self._address, self.cookie = port, address, cookie
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._turn = asyncio.Lock()

    async def get(self, path: str) -> tuple[int, dict[str, str], bytes]:
        """Give status, headers and body."""
        async with self._turn:
            if self._writer is None or self._writer.is_closing():
                self._reader, self._writer = await asyncio.open_connection(HOST, self._port, local_addr=(self._address, 0))
            assert self._reader is not None
            lines = [f"GET {path} HTTP/1.1", f"Host: {HOST}:{self._port}", f"Cookie: {self.cookie}", "Accept-Encoding: gzip"]
            self._writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
            head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:]) if name}
            status = int(head[0].split()[1])
            body = b""
            if headers.get("transfer-encoding") == "chunked":
                while size := int(await self._reader.readline(), 16):
                    body += (await self._reader.readexactly(size + 2))[:-2]
                await self._reader.readline()
            elif status != 304:
                body = await self._reader.readexactly(int(headers.get("content-length", 0)))
            if headers.get("connection") == "close":
                self._writer.close()
            return status, headers, body

    def close(self) -> None:
        """Let go of the connection."""
        if self._writer:
            self._writer.close()


class Visitor:
    """One person's tab."""

    def __init__(self, number: int, port: int, seen: Seen) -> None:
        self.number, self._port, self._seen = number, port, seen
        self.address = f"127.0.{1 + number // 250}.{1 + number % 250}"
        origin = f"http://{HOST}:{port}"
        signed = create_signed_value(load_world.COOKIE_SECRET, USER_COOKIE_NAME, load_world.cookie_of(number, origin))
        self._user = f"{USER_COOKIE_NAME}={signed.decode() if isinstance(signed, bytes) else signed}"
        self._http = [Http(port, self.address, self._user) for _ in range(6)]  # as many as a browser opens
        self._socket: ClientConnection | None = None
        self._widgets: dict[str, tuple[str, Any]] = {}
        self.ids: dict[str, str] = {}
        self._labels: set[str] = set()
        self._pages: dict[str, str] = {}
        self._page = ""
        self._known: dict[str, ForwardMsg] = {}
        self.query = ""

    async def open(self) -> None:
        """Open the app: its page, the page's files, and the websocket; then the script runs for the first time."""
        began = time.perf_counter()
        _, headers, body = await self._get("/")
        self._seen.note("first page over HTTP", began)
        files = re.findall(r'(?:src|href)="\.?(/?static/[^"]+)"', body.decode("utf-8", "replace"))
        await self._get_all([f"/{file.lstrip('/')}" for file in files], "files")
        _, headers, _ = await self._get("/_stcore/host-config")
        _, headers, _ = await self._get("/_stcore/health")
        found = re.search(r"_streamlit_xsrf=([^;]+)", headers.get("set-cookie", ""))
        token = found[1] if found else ""
        cookies = f"{self._user}; _streamlit_xsrf={token}"
        self._socket = await connect(
            f"ws://{HOST}:{self._port}/_stcore/stream",
            subprotocols=["streamlit", token or "PLACEHOLDER_AUTH_TOKEN"],  # type: ignore[list-item]
            additional_headers={"Cookie": cookies},
            origin=f"http://{HOST}:{self._port}",  # type: ignore[arg-type]
            local_addr=(self.address, 0),
            max_size=None,
            proxy=None,
        )
        await self.rerun("open")

    async def go(self, page: str, query: str = "") -> None:
        """Go to another page of the menu by its address."""
        if page not in self._pages:
            self._seen.errors.append(f"no page «{page}» in the menu")
            return
        self._page, self.query = self._pages[page], query
        self._widgets.clear()
        await self.rerun(f"page {page or 'places'}")
        for said in _SAID.get(page, ()):
            self._expect(said in self._labels, f"a page {page} without «{said}»")

    async def choose(self, key: str, words: list[str]) -> bool:
        """Choose pills of a group by its key; the address follows, as Streamlit's own page does it."""
        if key not in self.ids:
            return False
        self._widgets[self.ids[key]] = ("strings", words)
        told = "&".join(f"{key}={quote(word)}" for word in words)
        self.query = told
        await self.rerun("filter")
        counted = sorted(label for label in self._labels if "clear" in label or not label.startswith("Close"))[:4]
        self._expect(not words or f"{len(words)} on · clear" in self._labels, f"a filter of {len(words)} is not among {counted}")
        return True

    async def press(self, start: str, dice: random.Random) -> bool:
        """Press one of the buttons whose key begins so."""
        there = [key for key in self.ids if key.startswith(start)]
        if not there:
            return False
        chosen = dice.choice(there)
        await self.rerun("click", pressed=self.ids[chosen])
        self._expect("unchoose" in self.ids and chosen not in self.ids, "a click that chose nothing")
        return True

    async def tiles(self, wanted: list[tuple[int, int, int]], query: str) -> None:
        """Fetch tiles of the map together, as a pan does."""
        paths = [f"/tiles/venues/{z}/{x}/{y}.json{'?' + query if query else ''}" for z, x, y in wanted]
        await self._get_all(paths, "tile")

    async def rerun(self, what: str, *, pressed: str = "") -> None:
        """Let the script run, and wait until it has."""
        assert self._socket is not None
        message = BackMsg()
        told = message.rerun_script
        told.query_string, told.page_script_hash = self.query, self._page
        told.context_info.timezone, told.context_info.locale = "Europe/London", "en-GB"
        told.cached_message_hashes.extend(self._known)
        for widget_id, (kind, value) in self._widgets.items():
            state = told.widget_states.widgets.add()
            state.id = widget_id
            if kind == "strings":
                state.string_array_value.data.extend(value)
        if pressed:
            state = told.widget_states.widgets.add()
            state.id, state.trigger_value = pressed, True
        self.ids.clear()
        self._labels.clear()
        began = time.perf_counter()
        try:
            await self._socket.send(message.SerializeToString())
            await asyncio.wait_for(self._until_finished(), WAIT_S)
        except (TimeoutError, OSError) as error:
            self._seen.errors.append(f"{what}: {type(error).__name__}")
            return
        self._seen.note(what, began)
        self._expect(bool(self._labels), f"{what}: nothing on the page")

    def _expect(self, is_so: bool, otherwise: str) -> None:
        if not is_so:
            self._seen.errors.append(otherwise)

    async def close(self) -> None:
        """Close the tab."""
        if self._socket:
            await self._socket.close()
        for connection in self._http:
            connection.close()

    async def _until_finished(self) -> None:
        assert self._socket is not None
        while True:
            data = await self._socket.recv()
            assert isinstance(data, bytes)
            self._seen.bytes += len(data)
            message = ForwardMsg.FromString(data)
            kind = message.WhichOneof("type")
            if kind == "ref_hash":
                message = self._known[message.ref_hash]
                kind = message.WhichOneof("type")
            elif message.metadata.cacheable and message.hash:
                self._known[message.hash] = message
            if kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    self._seen.errors.append("a script did not compile")
                return
            self._hear(kind, message)

    def _hear(self, kind: str | None, message: ForwardMsg) -> None:
        if kind == "delta":
            self._look(message.delta.new_element)
        elif kind == "navigation":
            pages = message.navigation.app_pages
            self._page = message.navigation.page_script_hash
            self._pages = {"" if page.is_default else page.url_pathname: page.page_script_hash for page in pages}
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "page_not_found":
            self._seen.errors.append("a page was not found")

    def _look(self, element: Any) -> None:
        kind = element.WhichOneof("type")
        if kind is None:
            return
        inner = getattr(element, kind)
        if kind == "exception" or (kind == "alert" and inner.format == 1):
            self._seen.errors.append(f"an error on a page: {(getattr(inner, 'message', '') or inner.body)[:200]}")
        if kind in ("button", "heading"):
            self._labels.add(inner.label if kind == "button" else inner.body)
        widget_id = getattr(inner, "id", "")
        if isinstance(widget_id, str) and widget_id.startswith("$$ID-"):
            self.ids[widget_id.split("-", 2)[2]] = widget_id

    async def _get_all(self, paths: list[str], what: str) -> None:
        async def one(place: int, path: str) -> None:
            began = time.perf_counter()
            connection = self._http[place % len(self._http)]
            status, _, _ = await self._asked(connection, path)
            if status not in (200, 304):
                self._seen.errors.append(f"{what}: {status}")
            self._seen.note(what, began)

        await asyncio.gather(*(one(place, path) for place, path in enumerate(paths)))

    async def _get(self, path: str) -> tuple[int, dict[str, str], bytes]:
        return await self._asked(self._http[0], path)

    async def _asked(self, connection: Http, path: str) -> tuple[int, dict[str, str], bytes]:
        for tries_left in (1, 0):  # a connection that idled is closed by the server: a browser opens another
            try:
                return await asyncio.wait_for(connection.get(path), WAIT_S)
            except (TimeoutError, OSError, asyncio.IncompleteReadError) as error:
                connection.close()
                if not tries_left:
                    return 0, {}, type(error).__name__.encode()
        raise AssertionError("unreachable")

"""A session as somebody with a program of her own holds it: Streamlit's websocket, and any message that she likes to send."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx2
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.util import calc_hash
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME, XSRF_COOKIE_NAME
from websockets.sync.client import connect

WAIT_S = 60.0
SILENT_S = 2.0
"""How long to wait for a fragment that the server may not know at all: then it says nothing."""


@dataclass
class Answer:
    """What one run of the script sent: titles and texts, ids of widgets and fragments, and whether it led nowhere."""

    titles: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    widgets: dict[str, str] = field(default_factory=dict)  # by their keys
    ids: set[str] = field(default_factory=set)
    fragments: set[str] = field(default_factory=set)
    opened: str = ""
    nowhere: bool = False
    raw: bytes = b""


class RawSession:
    """One session of somebody whom a provider said something about."""

    def __init__(
        self, url: str, said: Mapping[str, Any], secret: str, *, origin: str | None = "", xsrf: str | None = None
    ) -> None:
        """Connect as who she says; from the app's own origin and with its token, where no others are given."""
        self._url = url
        with httpx2.Client(base_url=url, trust_env=False) as client:
            token = client.get("/_stcore/health").cookies.get(XSRF_COOKIE_NAME, "")
        cookies = [f"{XSRF_COOKIE_NAME}={token}"]
        if said.get("is_logged_in"):
            value = create_signed_value(secret, USER_COOKIE_NAME, json.dumps({"origin": url, **said})).decode()
            cookies.append(f"{USER_COOKIE_NAME}={value}")
        self._socket = connect(
            f"{url.replace('http', 'ws')}/_stcore/stream",
            subprotocols=["streamlit", token if xsrf is None else xsrf],
            additional_headers={"Cookie": "; ".join(cookies)},
            origin=url if origin == "" else origin,
            max_size=None,
            proxy=None,
            legacy=True,
        )
        self._known: dict[str, ForwardMsg] = {}
        self.of_fragments: dict[str, set[str]] = {}
        """What was heard of each fragment so far: titles and texts."""

    def __enter__(self) -> "RawSession":
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def type(self, address: str, *, query: str = "") -> Answer:
        """Ask for a page by its address, as a browser does for what was typed."""
        return self.rerun(page="", name=address, query=query)

    def forge(self, address: str, *, query: str = "") -> Answer:
        """Ask for a page by the hash of its address, as a browser does for what it has been told of."""
        return self.rerun(page=calc_hash(address), query=query)

    def rerun(
        self,
        *,
        page: str,
        name: str = "",
        query: str = "",
        pressed: Iterable[str] = (),
        chosen: Mapping[str, str] | None = None,
        fragment: str = "",
    ) -> Answer:
        """Have the script run, with widgets that may never have been there, and hear its answer."""
        message = BackMsg()
        told = message.rerun_script
        told.page_script_hash, told.page_name, told.query_string, told.fragment_id = page, name, query, fragment
        told.context_info.timezone, told.context_info.locale = "Europe/London", "en-GB"
        for widget_id in pressed:
            state = told.widget_states.widgets.add()
            state.id, state.trigger_value = widget_id, True
        for widget_id, value in (chosen or {}).items():
            state = told.widget_states.widgets.add()
            state.id, state.string_value = widget_id, value
        return self.say(message, wait_s=SILENT_S if fragment else WAIT_S)

    def say(self, message: BackMsg, *, wait_s: float = WAIT_S) -> Answer:
        """Send any message, and hear all until a run has ended; where it is let fall, an empty answer after so long."""
        self._socket.send(message.SerializeToString())
        answer = Answer()
        while True:
            try:
                heard = self._hear(wait_s)
            except TimeoutError:
                if wait_s < WAIT_S:
                    return answer
                raise
            kind = heard.WhichOneof("type")
            if kind == "new_session":
                answer = Answer(opened=heard.new_session.page_script_hash)  # it began anew: what came before is gone
            elif kind == "backend_operation_response":
                answer.texts.append(heard.backend_operation_response.error_msg)
                return answer
            elif kind == "script_finished" and heard.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return answer
            else:
                _take(heard, answer)
                if heard.delta.fragment_id:
                    self.of_fragments.setdefault(heard.delta.fragment_id, set()).update(answer.texts)

    def _hear(self, wait_s: float) -> ForwardMsg:
        """Give the next message, also where only its hash was sent because it was heard before."""
        data = self._socket.recv(wait_s)
        heard = ForwardMsg.FromString(data if isinstance(data, bytes) else data.encode())
        if heard.WhichOneof("type") == "ref_hash":
            return self._known[heard.ref_hash]
        if heard.metadata.cacheable and heard.hash:
            self._known[heard.hash] = heard
        return heard

    def send_only(self, data: bytes) -> None:
        """Send bytes and wait for nothing."""
        self._socket.send(data)


def _take(heard: ForwardMsg, answer: Answer) -> None:
    kind = heard.WhichOneof("type")
    if kind == "page_not_found":
        answer.nowhere = True
    elif kind == "navigation":
        answer.opened = heard.navigation.page_script_hash
    elif kind == "delta":
        answer.raw += heard.delta.SerializeToString(deterministic=True)
        if heard.delta.fragment_id:
            answer.fragments.add(heard.delta.fragment_id)
        _look(heard.delta.new_element, answer)
        _note(heard.delta.add_block.id, answer)


def _look(element: Any, answer: Answer) -> None:
    kind = element.WhichOneof("type")
    if kind is None:
        return
    inner = getattr(element, kind)
    if kind == "heading" and inner.tag == "h1":
        answer.titles.append(inner.body)
    for name in ("body", "label"):
        if isinstance(text := getattr(inner, name, ""), str) and text:
            answer.texts.append(text)
    _note(getattr(inner, "id", ""), answer)


def _note(widget_id: object, answer: Answer) -> None:
    if isinstance(widget_id, str) and widget_id.startswith("$$ID-"):
        answer.widgets[widget_id.split("-", 2)[2]] = widget_id
        answer.ids.add(widget_id)

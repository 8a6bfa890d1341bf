"""All that a member is given of others: what services answer, routes, downloads; as text and bytes that can be compared."""

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, is_dataclass
from datetime import datetime
from typing import Any

from starlette.testclient import TestClient

from flock.domain import tiles
from flock.domain.filters import VenueFilter
from flock.domain.members import Person
from flock.errors import FlockError
from flock.services.alerts import Alerts
from flock.services.coverage import Coverages
from flock.services.discovery import Discovery
from flock.services.engagement import Engagement
from flock.services.introductions import Introductions
from flock.services.leading import Leading
from flock.services.member_map import MemberMap
from flock.services.personal_data import PersonalData
from flock.services.profiles import Profiles
from flock.services.public_reports import PublicReports
from flock.services.pulse import Pulse
from flock.storage import published_cells, roster
from flock.storage.database import Database
from tests import routes
from tests.unit.people.conftest import LEEDS, NOW, Community

ZOOMS = (4, 6, 8, 9, 11, 13)
CARDS = 8
_OF_THE_REQUEST = ("x-request-id", "date")


class Given:
    """The services and the routes of the app over one community, at one moment."""

    def __init__(self, community: Community, *, now: datetime = NOW) -> None:
        db, accounts = community.db, community.accounts
        self.community, self.now = community, now
        self.profiles = Profiles(db, accounts, lambda: now)
        self.personal_data = PersonalData(db, accounts, lambda: now)
        self.member_map = MemberMap(db, accounts)
        self.discovery = _AtOneMoment(db, now)
        self.engagement = Engagement(db)
        self.leading = Leading(db, accounts, lambda: now)
        self.introductions, self.alerts = Introductions(db, accounts), Alerts(db, accounts)
        self.coverages, self.pulse = Coverages(db, accounts), Pulse(db, accounts)
        self.reports = PublicReports(db, accounts, self.engagement)
        self._everybody = [row[0] for row in community.ask("SELECT member_id FROM member ORDER BY name")]

    def client(self) -> TestClient:
        """Give a browser of a server that has just begun, so that nobody waits for a rate limit."""
        return routes.browser(routes.app(self))

    def everything(self, looking: Person) -> dict[str, str | bytes]:
        """Give all that somebody is given, by what she asked; with nothing remembered from before."""
        roster._kept.clear()
        published_cells._known.clear()
        answers = {name: _plain(_asked(ask)) for name, ask in self._services(looking).items()}
        return answers | self._routes(looking)

    def _services(self, looking: Person) -> Mapping[str, Callable[[], Any]]:
        on, now = self.community, self.now
        others, some = self._everybody, self._everybody[:CARDS]
        talks = [row[0] for row in on.ask("SELECT talk_id FROM talk ORDER BY talk_id")]
        hexagons = [row[0] for row in on.ask("SELECT cell FROM published_cell ORDER BY cell")]
        window = self.engagement.latest(today=now.date())
        scope = self.engagement.scope(window, staff=True)
        return {
            "own": lambda: on.people.own(looking, now=now),
            "seen in": lambda: on.people.seen_in(on.people.own(looking, now=now)),
            "suggested": lambda: on.people.suggested(looking, now=now),
            "best": lambda: on.people.best(looking, now=now),
            **{f"nearby {skip}": lambda skip=skip: on.people.nearby(looking, skip=skip, now=now) for skip in range(0, 60, 12)},
            **{f"nearby in {one}": lambda one=one: on.people.nearby(looking, hexagon=one, now=now) for one in hexagons},
            **{f"card {one}": lambda one=one: on.people.card(looking, one, now=now) for one in some},
            "known": lambda: on.people.known(looking, others, now=now),
            "not met": lambda: on.people.not_met(looking, others, now=now),
            "waves towards": lambda: on.waves.towards(looking, now=now),
            "waves sent": lambda: on.waves.sent(looking, now=now),
            "talks": lambda: on.messages.talks(looking, now=now),
            "unread": lambda: on.messages.unread(looking, now=now),
            **{f"talk {one}": lambda one=one: on.messages.talk(looking, one, now=now) for one in talks},
            **{f"messages {one}": lambda one=one: on.messages.read(looking, one, now=now) for one in talks},
            "response": lambda: on.messages.response_bands(others),
            "reliability": lambda: on.messages.reliability(looking),
            "blocked": lambda: on.safety.blocked(looking),
            "reports": lambda: on.safety.reports(looking),
            "notices": lambda: on.safety.notices(looking),
            "profile": lambda: self.profiles.own(looking),
            "what others see": lambda: self.profiles.seen_by(looking),
            "introductions": lambda: self.introductions.waiting(looking, now=now),
            "pulse": lambda: self.pulse.is_due(looking, now=now),
            "public report": lambda: self.reports.published(),
            "places": lambda: self.discovery.search(VenueFilter(near=LEEDS, radius_m=5_000), at=now),
            "areas": lambda: self.coverages.areas(now=now),
            "queue": lambda: on.moderation.queue(looking),
            "members": lambda: self.leading.members(looking),
            "digest": lambda: self.alerts.digest(looking, now.date()),
            "coverage": lambda: self.coverages.look(looking, VenueFilter(), way="walk", now=now),
            "report to publish": lambda: self.reports.preview(looking, today=now.date()),
            "ties": lambda: self.engagement.together(scope) if looking.may("lead") else None,
            "load": lambda: self.engagement.load(scope) if looking.may("lead") else None,
        }

    def _routes(self, looking: Person) -> dict[str, str | bytes]:
        client, found = self.client(), dict[str, str | bytes]()
        told_pass = self.member_map.pass_for(looking)
        for zoom in ZOOMS:
            x, y = tiles.column_row(LEEDS, zoom)
            around = [(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)] if zoom > 6 else [(x, y)]
            for one, other in around:
                for kind in ("members", "venues"):
                    address = f"/tiles/{kind}/{zoom}/{one}/{other}.json"
                    found[address] = _answered(client, address + (f"?pass={told_pass}" if kind == "members" else ""))
        for form in ("geojson", "csv"):
            found[form] = _answered(client, f"/api/venues.{form}?near=53.8,-1.55&within=5000")
        for card in self.community.people.nearby(looking, now=self.now).cards:
            if card.photo:
                found[f"photo {card.member.name}"] = _answered(client, f"/photos/{card.photo}")
        export = client.get(f"/export/{self.personal_data.offer(looking)}").content
        with zipfile.ZipFile(io.BytesIO(export)) as pack:
            found |= {f"export {name}": pack.read(name) for name in pack.namelist()}
        return found


class _AtOneMoment(Discovery):
    """Places as they are at one moment, since they open and close while a test runs."""

    def __init__(self, db: Database, at: datetime) -> None:
        super().__init__(db)
        self._at = at

    def tile(self, wanted: VenueFilter, **where: Any) -> dict[str, Any]:
        return super().tile(wanted, **where | {"at": self._at})

    def tile_tag(self, wanted: VenueFilter, **where: Any) -> str:
        return super().tile_tag(wanted, **where | {"at": self._at})


def rows(community: Community, *, but: str = "") -> dict[str, str]:
    """Give every table as text, but those named."""
    names = [row[0] for row in community.ask("SELECT table_name FROM duckdb_tables() WHERE NOT internal ORDER BY ALL")]
    with community.db.reading() as cursor:
        tables = {
            name: cursor.execute(f'SELECT * FROM "{name}" ORDER BY ALL').to_arrow_table()
            for name in names
            if name not in but.split()
        }
    return {name: str(table.to_pylist()) for name, table in tables.items()}


def _answered(client: TestClient, address: str) -> bytes:
    answer = client.get(address)
    headers = sorted((name, value) for name, value in answer.headers.items() if name not in _OF_THE_REQUEST)
    return f"{answer.status_code} {headers}\n".encode() + answer.content


def _asked(ask: Callable[[], Any]) -> Any:
    """Give an answer, or the sentence that refuses one."""
    try:
        return ask()
    except FlockError as error:
        return f"{type(error).__name__}: {error}"


def _plain(answer: Any) -> str:
    return repr(asdict(answer)) if is_dataclass(answer) and not isinstance(answer, type) else repr(answer)

"""The demo community is the same for the same seed, and believable."""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from flock.domain import hours, members, positions, venues
from flock.domain.positions import LatLon
from flock.errors import CannotWrite
from flock.geocoding.answers import Answer, Query
from flock.geocoding.gazetteer import Gazetteer
from flock.geocoding.reference_data import Packages
from flock.services.sample import community
from flock.services.sample.community import FIRST_DAY, LAST_DAY
from flock.storage import gazetteer as gazetteer_tables

Rows = list[dict[str, str]]
Write = Callable[[Path, int, int, int], None]

DATA = Path(__file__).resolve().parents[4] / "data"
FILES = ("venues.csv", "members.csv", "activity.csv")
DRAMA = re.compile(
    r"01(1[3-8]|21|31|41|51|61) 496 0\d{3}|020 7946 0\d{3}|0191 498 0\d{3}|028 9649 6\d{3}|029 2018 0\d{3}|01632 960\d{3}"
)
CHAINS = re.compile(
    r"\b(Costa|Nero|Starbucks|Pret|Greggs|Wetherspoon|WeWork|Regus|Travelodge|Premier|Ibis|Hilton|Gail)", re.IGNORECASE
)
ACTED = {"reply", "answered_message", "help_thanked"}  # kinds with a direction


def read(name: str) -> Rows:
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def moment(row: dict[str, str]) -> datetime:
    return datetime.fromisoformat(row["at"])


@pytest.fixture(scope="module")
def places() -> Rows:
    return read("venues.csv")


@pytest.fixture(scope="module")
def women() -> Rows:
    return read("members.csv")


@pytest.fixture(scope="module")
def log() -> Rows:
    return read("activity.csv")


@pytest.fixture(scope="module")
def write(gazetteer_path: Path) -> Write:
    tables = gazetteer_tables.open_or_build(gazetteer_path, Packages(), report=lambda sentence, share: None)

    @cache
    def postcodes_around(middle: LatLon, *, radius_m: float) -> list[tuple[str, LatLon]]:
        return tables.postcodes_around(middle, radius_m=radius_m)

    def written(folder: Path, venue_count: int, member_count: int, seed: int) -> None:
        community.write(folder, postcodes_around, venue_count=venue_count, member_count=member_count, seed=seed)

    return written


def test_shipped_files_are_what_the_command_writes(write: Write, tmp_path: Path) -> None:
    write(tmp_path, 2000, 600, 7)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes(), f"{name}: run python -m flock demo data"


def test_seed_decides_every_byte(write: Write, tmp_path: Path) -> None:
    for folder, seed in (("one", 1), ("same", 1), ("other", 2)):
        write(tmp_path / folder, 300, 90, seed)
    for name in FILES:
        one, same, other = ((tmp_path / folder / name).read_bytes() for folder in ("one", "same", "other"))
        assert one == same
        assert one != other


@pytest.mark.parametrize(("venue_count", "member_count"), [(1, 1), (137, 41), (2500, 12)])
def test_counts_are_as_asked(write: Write, tmp_path: Path, venue_count: int, member_count: int) -> None:
    write(tmp_path, venue_count, member_count, 3)
    for name, count in (("venues.csv", venue_count), ("members.csv", member_count)):
        with (tmp_path / name).open(encoding="utf-8", newline="") as stream:
            assert sum(1 for _ in csv.DictReader(stream)) == count


def test_places_say_only_what_places_can(places: Rows) -> None:
    assert {place["kind"] for place in places} == set(venues.KINDS) - {"other"}
    for place in places:
        for fact in ("status", *venues.FACTS):
            assert place[fact] in {*venues.VOCABULARY[fact], ""} - {venues.UNKNOWN}
        if place["hours"]:
            hours.check(place["hours"])
        assert not place["phone"] or DRAMA.fullmatch(place["phone"])
        assert not place["url"] or re.fullmatch(r"https://[a-z0-9-]{1,63}\.example/", place["url"])
        assert not place["seats"] or 1 <= int(place["seats"]) <= 200
        assert LAST_DAY - timedelta(days=425) <= date.fromisoformat(place["checked_on"]) <= LAST_DAY
        assert not CHAINS.search(place["name"])
    assert max(Counter((place["town"], place["name"]) for place in places).values()) == 1
    assert max(Counter(place["phone"] for place in places if place["phone"]).values()) == 1


def test_places_are_where_their_postcodes_are(places: Rows, gazetteer: Gazetteer) -> None:
    located = [place for place in places if place["lat"]]
    answers = gazetteer.geocode_many([Query(postcode=place["postcode"]) for place in located])
    for place, answer in zip(located, answers, strict=True):
        assert isinstance(answer, Answer)
        assert positions.distance_m(answer.position, LatLon(float(place["lat"]), float(place["lon"]))) < 60
    assert 0.06 < sum(not place["lat"] and bool(place["postcode"]) for place in places) / len(places) < 0.10
    assert 0.01 < sum(not place["lat"] and not place["postcode"] for place in places) / len(places) < 0.03
    assert Counter(place["town"] for place in places).most_common(1)[0][0] == "London"
    assert len({place["town"] for place in places}) > 55


def test_kinds_differ_and_much_is_unknown(places: Rows) -> None:
    def share(kind: str, fact: str, value: str) -> float:
        known = [place[fact] for place in places if place["kind"] == kind and place[fact]]
        return known.count(value) / len(known)

    assert share("library", "wifi", "free") > 0.9
    assert share("library", "noise", "quiet") > 0.6 > 0.2 > share("pub", "noise", "quiet")
    assert share("coworking", "sockets", "plenty") > 0.8 > share("cafe", "sockets", "plenty")
    for fact in ("wifi", "sockets", "time_limit", "wheelchair", "hours"):
        assert 0.1 < sum(not place[fact] for place in places) / len(places) < 0.6
    assert any("PH off" in place["hours"] for place in places)
    assert {place["status"] for place in places} == set(venues.VOCABULARY["status"])


def test_members_tell_no_more_than_they_should(women: Rows, gazetteer: Gazetteer) -> None:
    assert not set(women[0]) & {"age", "born", "surname", "photo", "email", "phone", "address", "lat", "lon"}
    answers = gazetteer.geocode_many([Query(postcode=woman["postcode"]) for woman in women])
    for woman, answer in zip(women, answers, strict=True):
        assert re.fullmatch(r"[A-Z][a-z]+(-[A-Z][a-z]+)?", woman["name"])
        assert hours.check(woman["works"])
        assert woman["style"] in members.STYLES
        assert woman["seen_by"] in members.SEEN_BY
        assert woman["role"] in members.ROLES
        assert FIRST_DAY <= date.fromisoformat(woman["joined_on"]) <= LAST_DAY
        assert isinstance(answer, Answer)
        assert answer.matched == woman["postcode"]
    assert {woman["role"] for woman in women} == set(members.ROLES)
    assert {woman["seen_by"] for woman in women} == set(members.SEEN_BY)


def test_log_is_of_these_members_in_this_year(log: Rows, women: Rows, places: Rows) -> None:
    assert 20_000 <= len(log) <= 40_000
    assert (DATA / "activity.csv").stat().st_size < 3_000_000
    joined = {woman["member"]: datetime.fromisoformat(f"{woman['joined_on']}T00:00Z") for woman in women}
    known_places = {f"{place['name']}, {place['town']}": place for place in places}
    begin, end = (datetime(day.year, day.month, day.day, tzinfo=UTC) for day in (FIRST_DAY, LAST_DAY + timedelta(days=1)))
    assert log == sorted(log, key=lambda row: row["at"])
    for row in log:
        assert begin <= moment(row) < end
        assert joined[row["actor"]] <= moment(row)
        assert row["actor"] != row["towards"]
        if row["kind"] in members.TIES:
            assert joined[row["towards"]] <= moment(row)
        else:
            assert row["kind"] in members.SINGLE_ACTS
            assert not row["towards"]
        assert bool(row["thread"]) == (row["kind"] in ("post", "reply", "help_thanked"))
        assert bool(row["meetup"]) == (row["kind"] in ("rsvp", "attended", "co_attendance"))
        assert bool(row["venue"]) == (row["online"] == "no")
        assert not row["venue"] or known_places[row["venue"]]["status"] == "open"


def test_people_meet_where_it_is_open_and_each_pair_once(log: Rows, places: Rows) -> None:
    opening = {f"{place['name']}, {place['town']}": place["hours"] for place in places}
    came, paired = defaultdict(set), defaultdict(list)
    for row in log:
        if row["kind"] in ("attended", "joint_booking") and row["venue"] and opening[row["venue"]]:
            assert hours.open_for(opening[row["venue"]], "Europe/London", moment(row), 1)
        if row["kind"] == "attended":
            came[row["meetup"]].add(row["actor"])
        if row["kind"] == "co_attendance":
            paired[row["meetup"]].append(frozenset((row["actor"], row["towards"])))
        if row["kind"] == "rsvp":
            assert row["meetup"] not in came, "said after it began"
    for meetup, guests in came.items():
        assert sorted(map(sorted, paired[meetup])) == sorted(map(sorted, combinations(sorted(guests), 2)))


def test_it_looks_like_a_community(log: Rows, women: Rows) -> None:
    arcs = {
        (row["actor"], row["towards"])
        for row in log
        if row["kind"] in ACTED and moment(row).date() > LAST_DAY - timedelta(days=28)
    }
    people_in = {person for arc in arcs for person in arc}
    mutual = sum((there, here) in arcs for here, there in arcs) / len(arcs)
    chance = len(arcs) / (len(people_in) * (len(people_in) - 1))
    assert 0.4 < (mutual - chance) / (1 - chance) < 0.9

    answered: dict[str, list[datetime]] = defaultdict(list)
    first_posts: dict[str, dict[str, str]] = {}
    for row in log:
        if row["kind"] == "post":
            first_posts.setdefault(row["actor"], row)
        elif row["kind"] == "reply":
            answered[row["thread"]].append(moment(row))
    week = timedelta(days=7)
    welcomed = [any(at - moment(post) <= week for at in answered[post["thread"]]) for post in first_posts.values()]
    assert 0.55 < sum(welcomed) / len(welcomed) < 0.8

    active = {row["actor"] for row in log} | {row["towards"] for row in log}
    assert 0.05 < sum(woman["member"] not in active for woman in women) / len(women) < 0.2

    by_day = Counter(moment(row).date() for row in log)
    christmas, january = (
        sum(by_day[day + timedelta(days=more)] for more in range(14)) for day in (date(2025, 12, 20), date(2026, 1, 10))
    )
    august, october = (sum(by_day[date(2026, month, 1 + more)] for more in range(30)) for month in (8, 10))
    assert christmas < january / 2
    assert august < october / 2


def test_folder_that_cannot_be_written_to_is_said(tmp_path: Path, write: Write) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotWrite, match="cannot be written to"):
        write(tmp_path / "file", 1, 1, 1)

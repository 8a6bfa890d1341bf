"""S2, S5: how often one member may do what could trouble others: exact with sixteen threads at once, and across a restart."""

import io
import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from PIL import Image

from flock.domain.members import Person
from flock.domain.visibility import Wish
from flock.errors import TooOften
from flock.services import rate_limits
from flock.services.homes import Homes
from flock.services.import_drafts import ImportDrafts
from flock.services.log_imports import LogImports
from flock.services.profiles import Profiles
from flock.services.rate_limits import LIMITS
from flock.storage import schema
from flock.storage.database import Database
from tests.unit.people.conftest import NOW, Community

THREADS = 16
Act = Callable[[int], object]


def wave(on: Community, ada: Person, folder: Path) -> Act:
    others = [on.person(f"N{number}") for number in range(LIMITS["wave"].most + 2 * THREADS)]
    return lambda number: on.waves.send(ada, others[number].member_id, now=NOW)


def message(on: Community, ada: Person, folder: Path) -> Act:
    bea = on.person("Bea")
    talks = {talk.talk_id for talk in on.messages.talks(ada, now=NOW)}
    if not talks:
        on.waves.send(ada, bea.member_id, now=NOW)
        talks = {on.waves.send(bea, ada.member_id, now=NOW)}
    (talk_id,) = talks
    return lambda number: on.messages.send(ada, talk_id, f"words {number}", now=NOW)


def report(on: Community, ada: Person, folder: Path) -> Act:
    bea = on.person("Bea")
    return lambda _: on.safety.report(ada, bea.member_id, place="card", reason="other", now=NOW)


def search(on: Community, ada: Person, folder: Path) -> Act:
    return lambda number: on.people.save_wish(ada, Wish(shared_hours=number % 9), now=NOW)


def view(on: Community, ada: Person, folder: Path) -> Act:
    return lambda _: on.people.look_further(ada, now=NOW)


def upload(on: Community, ada: Person, folder: Path) -> Act:
    """Photos, tables of places and logs are counted together."""
    photo = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(photo, "PNG")
    log = folder / "log.csv"
    log.write_text("src,dst,kind,at\nBea,Cat,reply,2026-05-01T10:00Z\n")
    drafts = ImportDrafts(on.db, on.accounts, folder / "uploads")
    ways: list[Callable[[], object]] = [
        lambda: Profiles(on.db, on.accounts).save_photo(ada, photo.getvalue()),
        lambda: drafts.end(ada, drafts.begin(ada, "a.csv", io.BytesIO(b"name,lat,lon\nOak,53.8,-1.5\n"))),
        lambda: LogImports(on.db, on.accounts).look(ada, [log]),
    ]
    return lambda number: ways[number % 3]()


def move(on: Community, ada: Person, folder: Path) -> Act:
    """To the hexagon where she is: that moves nothing, and is a try all the same."""
    homes = Homes(on.db, lambda: pytest.fail("nobody is asked"), lambda: NOW)
    home = homes.cell(ada.member_id)
    return lambda _: homes.choose(ada.member_id, home)


ACTS = {"wave": wave, "message": message, "report": report, "search": search, "view": view, "upload": upload, "move": move}


def test_every_limit_is_tried() -> None:
    assert ACTS.keys() == LIMITS.keys()


@pytest.mark.parametrize("act", ACTS)
def test_a_limit_is_exact_at_sixteen_threads_and_across_a_restart(tmp_path: Path, act: str) -> None:
    community = opened(tmp_path)
    community.join("Ada", role="lead")
    community.join("Bea", "Cat", *(f"N{number}" for number in range(LIMITS[act].most + 2 * THREADS if act == "wave" else 0)))
    most = LIMITS[act].most
    before = most // 2
    do = ACTS[act](community, community.person("Ada"), tmp_path)
    assert taken(do, range(before)) == before
    community.db.close()

    community = opened(tmp_path)  # as after a restart
    do = ACTS[act](community, community.person("Ada"), tmp_path)
    assert taken(do, range(before, most + 2 * THREADS)) == most - before
    ada = community.person("Ada")
    assert community.ask("SELECT len(uses) FROM rate_use WHERE act = ? AND member_id = ?", [act, ada.member_id]) == [(most,)]
    community.db.close()


@pytest.mark.parametrize("act", LIMITS)
def test_a_limit_ends_when_its_time_is_over(act: str) -> None:
    """The first use makes room for one more when it is as old as the window, and for no second."""
    limit, db, who = LIMITS[act], Database(None), uuid4()
    schema.bring_up_to_date(db)
    for second in range(limit.most):
        rate_limits.take_now(db, who, act, now=NOW + timedelta(seconds=second))
    for early, refused in ((timedelta(seconds=1), True), (timedelta(0), False), (timedelta(0), True)):
        with pytest.raises(TooOften, match=re.escape(limit.said)) if refused else nullcontext():
            rate_limits.take_now(db, who, act, now=NOW + limit.window - early)
    rate_limits.take_now(db, uuid4(), act, now=NOW)


def opened(folder: Path) -> Community:
    db = Database(folder / "flock.duckdb")
    schema.bring_up_to_date(db)
    return Community(db)


def taken(do: Act, numbers: range) -> int:
    """Do it for each number from sixteen threads that begin together, and count how often it was let."""
    start = threading.Barrier(THREADS)

    def work(first: int) -> int:
        start.wait()
        done = 0
        for number in numbers[first::THREADS]:
            try:
                do(number)
                done += 1
            except TooOften:
                pass
        return done

    with ThreadPoolExecutor(THREADS) as pool:
        return sum(pool.map(work, range(THREADS)))

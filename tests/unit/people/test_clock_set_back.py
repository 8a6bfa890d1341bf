"""A clock that was wrong and is set back: who was sent away stays away, words keep their order, limits end, the log goes on."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flock.domain.sign_in import SignIn
from flock.errors import NotSignedIn, TooOften
from flock.services.accounts import Accounts
from flock.services.backups import Backups
from flock.services.sign_in import SignIns
from flock.storage import schedule, schema, staff_log
from flock.storage.database import Database
from tests.unit.people.conftest import NOW, Community

BACK = timedelta(days=1)


def test_who_was_sent_away_stays_away(leeds: Community) -> None:
    gwen, bea, carys = (leeds.person(name) for name in ("Gwen", "Bea", "Carys"))
    leeds.safety.report(leeds.person("Ada"), bea.member_id, place="card", reason="harassing", now=NOW)
    (found,) = leeds.moderation.queue(gwen)
    leeds.moderation.decide(gwen, found.report_id, "pause", text="A week off.", days=7, now=NOW)
    for now in (NOW, NOW - BACK, NOW - 365 * BACK):
        assert "Bea" not in leeds.sees(carys, now=now), "she is found by nobody"
        assert Accounts(leeds.db, clock=lambda now=now: now).person(bea.member_id) is None
    assert "Bea" in leeds.sees(carys, now=NOW + timedelta(days=8))


def test_words_keep_their_order_and_are_counted_as_unread(leeds: Community) -> None:
    ada, bea = leeds.person("Ada"), leeds.person("Bea")
    leeds.waves.send(ada, bea.member_id, "", now=NOW)
    (wave,) = leeds.waves.towards(bea, now=NOW)
    talk_id = leeds.waves.answer(bea, wave.wave_id, yes=True, now=NOW)
    assert talk_id
    leeds.messages.send(ada, talk_id, "first", now=NOW)
    assert [said.words for said in leeds.messages.read(bea, talk_id, now=NOW + timedelta(hours=1))] == ["first"]
    leeds.messages.send(ada, talk_id, "second", now=NOW - BACK)
    assert leeds.messages.unread(bea, now=NOW - BACK) == 1
    leeds.messages.send(bea, talk_id, "third", now=NOW - BACK)
    assert [said.words for said in leeds.messages.read(ada, talk_id, now=NOW - BACK)] == ["first", "second", "third"]
    assert leeds.messages.unread(ada, now=NOW - BACK) == leeds.messages.unread(bea, now=NOW - BACK) == 0


def test_limit_does_not_last_until_the_wrong_moment_comes_again(leeds: Community) -> None:
    ada, others = leeds.person("Ada"), leeds.join(*(f"Nell{i}" for i in range(12)))
    for other in others[:10]:
        leeds.waves.send(ada, other.member_id, "", now=NOW)
    with pytest.raises(TooOften):
        leeds.waves.send(ada, others[10].member_id, "", now=NOW)
    with pytest.raises(TooOften):
        leeds.waves.send(ada, others[10].member_id, "", now=NOW - timedelta(minutes=1))  # as another server's clock may be
    leeds.waves.send(ada, others[10].member_id, "", now=NOW - BACK)


def test_staffs_log_goes_on_and_its_looks_are_noted(leeds: Community) -> None:
    gwen = leeds.person("Gwen").member_id
    for now in (NOW, NOW - BACK, NOW - BACK + timedelta(minutes=1), NOW):
        staff_log.looked(leeds.db, gwen, "reports", "", now=now)
    assert staff_log.first_broken(leeds.db) is None
    assert [entry.noted_at for entry in staff_log.latest(leeds.db, most=9)] == [NOW - BACK, NOW]


def test_sign_in_from_the_future_is_said_and_good_again_when_the_clock_is(tmp_path: Path) -> None:
    db = Database(tmp_path / "flock.duckdb")
    schema.bring_up_to_date(db)
    clock = [NOW]
    sign_ins = SignIns(db, clock=lambda: clock[0])
    her = SignIn("https://id.example", "ada", NOW, "n")
    member_id = sign_ins.member(her)
    clock[0] = NOW - BACK
    with pytest.raises(NotSignedIn, match="its clock may be wrong"):
        sign_ins.member(her)
    clock[0] = NOW + timedelta(hours=11)
    assert sign_ins.member(her) == member_id


def test_backups_go_on_and_the_one_just_made_is_named(tmp_path: Path) -> None:
    db = Database(tmp_path / "flock.duckdb", backup_folder=tmp_path / "backups")
    schema.bring_up_to_date(db)
    backups = Backups(db, Accounts(db), tmp_path / "backups")
    now, every = datetime.now(UTC), timedelta(hours=2)
    tomorrow = now + BACK
    assert schedule.take(db, "backup", before=tomorrow - every, now=tomorrow)
    ahead = backups._make().file.rename(tmp_path / "backups" / f"{tomorrow:flock-%Y-%m-%dT%H-%M-%S}.duckdb")
    assert backups._due_in_s(every, now) == 0, "the one of tomorrow does not count"
    again = backups.make_due(every)
    assert again is not None
    assert again.file.exists()
    assert again.file != ahead
    assert 0 < backups._due_in_s(every, datetime.now(UTC)) <= every.total_seconds()

"""A wave asks, a mutual yes opens a talk, and a no is told to nobody (H3)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from flock.errors import BadWords, NotFound, TooOften
from flock.services.waves import NOBODY
from flock.storage.database import Database
from tests.unit.people.conftest import NOW, Community


def test_mutual_yes_opens_one_talk_and_is_a_tie(leeds: Community) -> None:
    ada, bea = leeds.person("Ada"), leeds.person("Bea")
    assert leeds.waves.send(ada, bea.member_id, "Coffee on Tuesday?", now=NOW) is None
    (wave,) = leeds.waves.towards(bea, now=NOW)
    assert (wave.from_id, wave.note) == (ada.member_id, "Coffee on Tuesday?")
    talk_id = leeds.waves.answer(bea, wave.wave_id, yes=True, now=NOW)
    assert [talk.talk_id for talk in leeds.messages.talks(ada, now=NOW)] == [talk_id]
    assert leeds.waves.towards(bea, now=NOW) == []
    assert leeds.ask("SELECT kind, actor_id, towards_id FROM interaction") == [("accepted_intro", bea.member_id, ada.member_id)]


def test_no_looks_like_no_answer(leeds: Community) -> None:
    ada, bea, carys = (leeds.person(name) for name in ("Ada", "Bea", "Carys"))
    leeds.waves.send(ada, bea.member_id, now=NOW)
    leeds.waves.send(ada, carys.member_id, now=NOW)
    leeds.waves.answer(bea, leeds.waves.towards(bea, now=NOW)[0].wave_id, yes=False, now=NOW)
    declined, open_ = sorted(leeds.waves.sent(ada, now=NOW), key=lambda wave: wave.to_id != bea.member_id)
    assert declined._replace(to_id=open_.to_id) == open_
    later = NOW + timedelta(days=14, seconds=1)
    assert leeds.waves.sent(ada, now=later) == []
    for other in (bea, carys):
        with pytest.raises(BadWords, match="said hello to her already"):
            leeds.waves.send(ada, other.member_id, now=later)


def test_wave_expires_and_may_be_sent_again_after_sixteen_weeks(leeds: Community) -> None:
    ada, bea = leeds.person("Ada"), leeds.person("Bea")
    leeds.waves.send(ada, bea.member_id, now=NOW)
    (wave,) = leeds.waves.towards(bea, now=NOW)
    later = NOW + timedelta(days=15)
    assert leeds.waves.towards(bea, now=later) == []
    with pytest.raises(NotFound, match="not open any more"):
        leeds.waves.answer(bea, wave.wave_id, yes=True, now=later)
    leeds.waves.send(ada, bea.member_id, now=NOW + timedelta(weeks=16, days=1))


def test_passed_person_comes_back_after_sixteen_weeks(leeds: Community) -> None:
    ada, bea = leeds.person("Ada"), leeds.person("Bea")
    leeds.waves.pass_by(ada, bea.member_id, now=NOW)

    def suggested(at: Any) -> set[str]:
        return {card.member.name for day in range(3) for card in leeds.people.suggested(ada, now=at + timedelta(days=day))}

    assert "Bea" not in suggested(NOW)
    assert "Bea" in suggested(NOW + timedelta(weeks=16, days=1))


def test_only_the_one_waved_to_can_answer(leeds: Community) -> None:
    ada, bea, carys = (leeds.person(name) for name in ("Ada", "Bea", "Carys"))
    leeds.waves.send(ada, bea.member_id, now=NOW)
    (wave,) = leeds.waves.towards(bea, now=NOW)
    for stranger in (ada, carys):
        with pytest.raises(NotFound):
            leeds.waves.answer(stranger, wave.wave_id, yes=True, now=NOW)


def test_nobody_is_said_alike_of_hidden_blocked_and_unknown(leeds: Community) -> None:
    ada, bea, carys = (leeds.person(name) for name in ("Ada", "Bea", "Carys"))
    leeds.say(bea, "seen_by", "nobody")
    leeds.safety.block(carys, ada.member_id, now=NOW)
    for other in (bea.member_id, carys.member_id, ada.member_id, leeds.ask("SELECT uuid()")[0][0]):
        with pytest.raises(NotFound) as told:
            leeds.waves.send(ada, other, "Hello", now=NOW)
        assert str(told.value) == NOBODY


@pytest.mark.parametrize("note", ["x" * 281, "x" * 100_000, "🐦" * 281])
def test_long_note_is_refused_with_its_length_and_nothing_is_sent(leeds: Community, note: str) -> None:
    ada, bea = leeds.person("Ada"), leeds.person("Bea")
    with pytest.raises(BadWords, match=f"{len(note):,} letters; 280 is the most"):
        leeds.waves.send(ada, bea.member_id, note, now=NOW)
    assert leeds.waves.towards(bea, now=NOW) == []


def test_eleventh_wave_of_a_day_is_refused(leeds: Community) -> None:
    ada = leeds.person("Ada")
    others = leeds.join(*(f"N{i}" for i in range(11)))
    for other in others[:10]:
        leeds.waves.send(ada, other.member_id, now=NOW)
    with pytest.raises(TooOften, match="ten people today"):
        leeds.waves.send(ada, others[10].member_id, now=NOW + timedelta(hours=23))
    leeds.waves.send(ada, others[10].member_id, now=NOW + timedelta(hours=24, seconds=1))


def test_two_who_wave_at_the_same_moment_match_exactly_once(leeds: Community, tmp_path: Any) -> None:
    """The long form, a thousand pairs, is in benchmarks/attacks.py."""
    pairs = [leeds.join(f"L{i}", f"R{i}") for i in range(40)]
    with ThreadPoolExecutor(8) as threads:
        sent = [(one, other) for pair in pairs for one, other in (pair, pair[::-1])]
        talks = list(threads.map(lambda pair: leeds.waves.send(pair[0], pair[1].member_id, now=NOW), sent))
    for i in range(40):
        assert sum(talk is not None for talk in talks[2 * i : 2 * i + 2]) == 1
    assert leeds.ask("SELECT count(*), count(DISTINCT (low_id, high_id)) FROM talk") == [(40, 40)]
    assert leeds.ask("SELECT count(*) FROM interaction WHERE kind = 'accepted_intro'") == [(40,)]


def test_limit_is_exact_between_threads_and_after_a_restart(tmp_path: Any) -> None:
    from flock.storage import schema

    path = tmp_path / "flock.duckdb"
    db = Database(path)
    schema.bring_up_to_date(db)
    community = Community(db)
    (ada,) = community.join("Ada")
    others = community.join(*(f"N{i}" for i in range(40)))

    def wave(other: Any) -> bool:
        try:
            community.waves.send(ada, other.member_id, now=NOW)
        except TooOften:
            return False
        return True

    with ThreadPoolExecutor(16) as threads:
        assert sum(threads.map(wave, others)) == 10
    db.close()
    community = Community(Database(path))
    assert not wave(others[0])
    assert community.ask("SELECT count(*) FROM wave") == [(10,)]

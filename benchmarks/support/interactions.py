"""An invented log of any size: circles of twelve who write to each other, answer newcomers and meet, and a few who do a lot."""

from pathlib import Path

from flock.storage import schema
from flock.storage.database import Database

# hash(i, what) would not do: it joins the hashes of both by one exclusive or, so that two draws of a row go together.
_MACROS = """
CREATE OR REPLACE TEMP MACRO dice(i, what) AS hash(xor(hash(i), hash(what)));
CREATE OR REPLACE TEMP MACRO uniform(i, what) AS (dice(i, what) >> 11)::DOUBLE / 9007199254740992;
"""
_MEMBERS = """
INSERT INTO member (member_id, member_key, sample, name, seen_by, role, joined_on, home_cell)
SELECT
    md5('m' || range)::UUID, 'm' || range, FALSE, 'M' || range, 'everyone',
    CASE WHEN range % 200 = 0 THEN 'organiser' ELSE 'member' END,
    DATE '2024-01-01' + (range * $days * 9 // ($members * 10))::INTEGER, 608000000000000000 + (range // 600) * 4294967296
FROM range($members)
"""
# x runs in the order of time. A thread is six rows; its first is the post. Who joined later acts later.
_LOG = """
INSERT INTO interaction BY NAME
WITH drawn AS (
    SELECT
        range AS x, range / $interactions AS share,
        uniform(range, 'u') AS u, uniform(range, 'v') AS v, dice(range, 'mate') % 12 AS mate,
        uniform(range // 6, 't') AS t, dice(range // 6, 'sort') % 100 AS c
    FROM range($first, $last)
), people AS (
    SELECT *, greatest(24, least($members, ($members * share / 0.9)::BIGINT)) AS here FROM drawn
), acted AS (
    SELECT
        *, (here * power(t, 1.3))::BIGINT % $members AS opener,
        CASE WHEN c < 60 THEN 'talk' WHEN c < 75 THEN 'message' WHEN c < 80 THEN 'help' WHEN c < 82 THEN 'intro' ELSE 'meet' END AS sort
    FROM people
), told AS (
    SELECT
        *,
        CASE sort WHEN 'talk' THEN if(x % 6 = 0, 'post', 'reply') WHEN 'message' THEN 'answered_message'
            WHEN 'help' THEN 'help_thanked' WHEN 'intro' THEN 'accepted_intro' ELSE if(x % 2 = 0, 'rsvp', 'attended') END AS kind,
        CASE WHEN sort = 'talk' AND x % 6 = 0 THEN opener
            WHEN sort = 'talk' AND u < 0.15 THEN (here * power(v, 2))::BIGINT % $members
            ELSE least(opener // 12 * 12 + mate, $members - 1) END AS actor,
        CASE WHEN sort = 'talk' AND x % 6 > 0 THEN opener
            WHEN sort IN ('message', 'help', 'intro') THEN
                CASE WHEN v < 0.9 THEN least(opener // 12 * 12 + dice(x, 'other') % 12, $members - 1)
                ELSE (here * power(u, 2))::BIGINT % $members END END AS towards,
        (share * $days)::INTEGER AS day
    FROM acted
), placed AS (
    SELECT
        *, opener // 12 AS circle,
        if(sort = 'meet', least($days - 1, day // 7 * 7 + (opener // 12) % 7), day) AS on_day
    FROM told
    WHERE towards IS NULL OR towards <> actor
)
SELECT
    uuidv7() AS interaction_id, FALSE AS sample,
    TIMESTAMPTZ '2024-01-01 08:00:00+00' + INTERVAL 1 DAY * on_day + INTERVAL 1 SECOND * (if(sort = 'meet', 0, x % 40000)) AS happened_at,
    kind, one.member_id AS actor_id, other.member_id AS towards_id, sort <> 'meet' AS online,
    if(sort = 'talk', 't' || (x // 6), NULL) AS thread, if(sort = 'meet', 'u' || circle || '-' || (day // 7), NULL) AS meetup
FROM placed
JOIN numbered AS one ON one.number = actor
LEFT JOIN numbered AS other ON other.number = towards
ORDER BY happened_at
"""
_ROWS_AT_ONCE = 4_000_000


def build(path: Path | None, *, interactions: int, members: int, days: int, memory_mb: int = 4096) -> Database:
    """Invent a log and give the database that holds it; where the file is there already, it is taken as it is."""
    there = path is not None and path.exists()
    db = Database(path, memory_mb=memory_mb)
    schema.bring_up_to_date(db)
    if there:
        return db
    with db.writing() as cursor:
        cursor.execute(_MEMBERS, {"members": members, "days": days})
    for first in range(0, interactions, _ROWS_AT_ONCE):
        with db.writing() as cursor:
            cursor.execute(_MACROS)
            cursor.execute(
                "CREATE OR REPLACE TEMP TABLE numbered AS SELECT substr(member_key, 2)::BIGINT AS number, member_id FROM member"
            )
            last = min(first + _ROWS_AT_ONCE, interactions)
            given = {"first": first, "last": last, "interactions": interactions, "members": members, "days": days}
            cursor.execute(_LOG, given)
    with db.reading() as cursor:
        cursor.execute("CHECKPOINT")
    return db

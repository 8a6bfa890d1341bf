"""A community for the load benchmark: places, members with sign-ins that need no provider, and a log to draw charts of."""

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from benchmarks.support import interactions, synthetic, synthetic_members
from flock.domain.members import Person
from flock.services.gate import read_rules
from flock.storage import talks
from flock.storage.database import Database

ISSUER = "https://id.example"
COOKIE_SECRET = "only-for-a-server-that-listens-on-loopback"
_SECRETS = f"""
[auth]
redirect_uri = "http://127.0.0.1/oauth2callback"
cookie_secret = "{COOKIE_SECRET}"

[auth.invented]
client_id = "flock"
client_secret = "invented"
server_metadata_url = "{ISSUER}/.well-known/openid-configuration"
"""
_DAYS = 690


def build(folder: Path, *, places: int, members: int, visitors: int, leads: int, acts: int) -> tuple[Path, Path]:
    """Give a new database and a file of secrets. The visitors' subjects at `ISSUER` are 0, 1, …; the first ones are leads."""
    file, secrets = folder / "load.duckdb", folder / "secrets.toml"
    secrets.write_text(_SECRETS)
    db = Database(file)
    synthetic_members.fill(db, members, seed=5)
    with db.writing() as cursor:
        cursor.execute("UPDATE member SET sample = FALSE")
        numbered = "SELECT substr(member_key, 2)::BIGINT AS number, member_id FROM member"
        cursor.execute(
            f"CREATE OR REPLACE TEMP TABLE visitor AS FROM ({numbered}) WHERE number < $visitors", {"visitors": visitors}
        )
        cursor.execute("UPDATE member SET seen_by = 'everyone' WHERE member_id IN (SELECT member_id FROM visitor)")
        first = "SELECT member_id FROM visitor WHERE number < $leads"
        cursor.execute(f"UPDATE member SET role = 'lead' WHERE member_id IN ({first})", {"leads": leads})
        rules = read_rules(synthetic.FOLDER.parents[1] / "data" / "rules.md").version
        cursor.execute(
            "INSERT INTO account BY NAME SELECT member_id, 'v' || number || '@example.org' AS email, 'v' || number AS vouch_code,"
            " $rules AS rules, 'everyone' AS seen_by, now() AS welcomed_at, now() AS admitted_at FROM visitor",
            {"rules": rules},
        )
        identity = "INSERT INTO identity SELECT $issuer || '|' || number, member_id, now() FROM visitor"
        cursor.execute(identity, {"issuer": ISSUER})
    with db.writing() as cursor:
        cursor.execute(interactions._MACROS)
        cursor.execute(f"CREATE OR REPLACE TEMP TABLE numbered AS {numbered}")
        given = {"first": 0, "last": acts, "interactions": acts, "members": members, "days": _DAYS}
        cursor.execute(interactions._LOG, given)
    db.close()
    synthetic.into(file, places)
    return file, secrets


def pairs(db: Database) -> list[tuple[UUID, Person, Person]]:
    """Let the visitors talk in pairs: talk, one, other. Nobody blocks anybody any more."""
    now = datetime.now(UTC)
    with db.writing() as cursor:
        cursor.execute("DELETE FROM block")
        asked = "SELECT member_id, name, role FROM member JOIN identity USING (member_id) ORDER BY member_id"
        people = [Person(*row) for row in cursor.execute(asked).fetchall()]
        return [
            (talks.open_pair(cursor, one.member_id, other.member_id, now=now), one, other)
            for one, other in zip(people[::2], people[1::2], strict=True)
        ]


def cookie_of(visitor: int, origin: str) -> str:
    """Give what a sign-in leaves in the browser: what the provider said, before it is signed."""
    said = {"is_logged_in": True, "iss": ISSUER, "sub": str(visitor), "iat": int(time.time()), "nonce": "n", "name": "Ada"}
    return json.dumps({"origin": origin, **said})

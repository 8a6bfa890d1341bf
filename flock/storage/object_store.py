"""S3-compatible storage for the files of a lake, with the keys that the environment gives under their usual names."""

from collections.abc import Mapping
from urllib.parse import urlsplit

import duckdb
import duckdb_extensions

PREFIX = "s3://"
KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
_REGION = "us-east-1"


def connect(connection: duckdb.DuckDBPyConnection, files: str, environment: Mapping[str, str]) -> None:
    """Let a connection read and write what lies under `files`, and nothing else there."""
    duckdb_extensions.import_extension("httpfs", con=connection)
    connection.execute("LOAD httpfs")
    connection.execute("SET allow_unredacted_secrets = false")
    # What a secret holds cannot be bound; it is the administrator's own words, and doubled as SQL wants it.
    given = ", ".join(f"{name} {_quoted(value)}" for name, value in (_secret(environment) | {"SCOPE": files}).items())
    connection.execute(f"CREATE SECRET (TYPE s3, {given})")


def _secret(environment: Mapping[str, str]) -> dict[str, str]:
    """Give what DuckDB's secret of type S3 takes. A server of one's own has its buckets in the path, not in the host's name."""
    address = environment.get("AWS_ENDPOINT_URL_S3") or environment.get("AWS_ENDPOINT_URL", "")
    region = environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION") or _REGION
    found = {"KEY_ID": environment.get(KEYS[0], ""), "SECRET": environment.get(KEYS[1], ""), "REGION": region}
    if token := environment.get("AWS_SESSION_TOKEN"):
        found["SESSION_TOKEN"] = token
    if address:
        where = urlsplit(address)
        found |= {"ENDPOINT": where.netloc, "URL_STYLE": "path", "USE_SSL": str(where.scheme != "http").lower()}
    return found


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"

"""The audit of what is pinned fails on a weakness, and says so where nobody can be asked."""

import importlib.util
import json
import re
from pathlib import Path

import pytest

FILE = Path(__file__).resolve().parents[2] / ".ci" / "audit.py"


def verdict(told: str, code: int, errors: str) -> tuple[str, int]:
    spec = importlib.util.spec_from_file_location("audit", FILE)
    assert spec is not None
    assert spec.loader is not None
    audit = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(audit)
    return audit.verdict(told, code, errors)


@pytest.mark.parametrize(
    ("packages", "code", "errors", "status", "said"),
    [
        ([{"name": "jinja2", "version": "2.0", "vulns": [{"id": "PYSEC-1"}]}], 1, "", 1, "jinja2 2.0: PYSEC-1"),
        ([{"name": "jinja2", "version": "9.9", "vulns": []}], 0, "", 0, "No known weakness in the 1"),
        ([{"name": "ours", "skip_reason": "not found"}], 0, "", 0, "Not audited.*ours"),
        (None, 1, "requests.exceptions.ConnectionError: Max retries exceeded", 0, "was not audited"),
        (None, 1, "pip_audit: no such option: --x", 1, "failed: pip_audit: no such option"),
        (None, 1, "", 1, "ended with 1"),
    ],
)
def test_a_weakness_fails_and_silence_is_told(
    packages: list[dict[str, object]] | None, code: int, errors: str, status: int, said: str
) -> None:
    sentence, found = verdict(json.dumps({"dependencies": packages}) if packages else "", code, errors)
    assert found == status
    assert re.search(said, sentence)

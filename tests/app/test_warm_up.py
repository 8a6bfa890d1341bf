"""What is done once the server is up, so that who looks first need not wait."""

import logging
from typing import NoReturn

import pytest

from flock.parts import Parts
from flock.services.engagement_log import Log
from flock.storage.database import Database
from flock.ui import warm_up


def test_what_a_lead_sees_at_first_is_computed_before_she_looks(
    parts: Parts, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        warm_up._go_on(parts.first_start, parts.engagement, parts.coverage)
    assert not caplog.records
    scope = parts.engagement.scope(parts.engagement.latest())

    def never(*_: object) -> NoReturn:
        raise AssertionError("read again")

    monkeypatch.setattr(Log, "read", never)
    monkeypatch.setattr(Database, "table", never)
    parts.engagement.report(scope)

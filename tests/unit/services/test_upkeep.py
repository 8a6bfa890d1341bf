"""What a server does by itself goes on when a part of it fails."""

import logging
import threading

import pytest

from flock.services import upkeep


def test_a_job_that_fails_is_logged_and_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    done = threading.Event()

    def fail() -> None:
        raise OSError("no room for Ada's upload")

    with caplog.at_level(logging.ERROR):
        upkeep.begin({"sweeping": fail, "erasing": done.set})
        assert done.wait(10)
    assert [record.getMessage() for record in caplog.records] == ["sweeping failed; it is tried again in an hour"]

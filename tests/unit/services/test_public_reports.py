"""E10: what a lead may tell the world, and that no count from 1 to 4 can be worked out of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flock.domain import public_report
from flock.domain.measures import Figure, Window
from flock.errors import NotAllowed
from flock.services.accounts import Accounts
from flock.services.engagement import Engagement
from flock.services.public_reports import PublicReports

TODAY = date(2026, 6, 10)


@pytest.fixture
def reports(community) -> PublicReports:
    return PublicReports(community.db, Accounts(community.db), Engagement(community.db))


def figure(value: float | None, n: int) -> Figure:
    return Figure("x", value, n, None, Window(date(2026, 1, 1), date(2026, 4, 1)), "up", "", "")


def test_an_empty_community_publishes_dashes_and_no_zero(community, reports) -> None:
    report = reports.preview(community["lena"], today=TODAY)
    assert {line.said for line in report.lines} == {"—"}


def test_the_report_is_about_a_whole_quarter_and_stays_as_published(community, reports) -> None:
    community.join(*(f"m{number}" for number in range(9)))
    for number in range(9):
        at = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=number)
        community.act("reply", f"m{number}", f"m{(number + 1) % 9}", at=at)
    community.act("reply", "ada", "bea", at=datetime(2026, 6, 9, tzinfo=UTC))
    assert reports.published() is None
    reports.publish(community["lena"], today=TODAY)
    published = reports.published()
    assert published
    assert published.quarter == "Jan 2026 to Mar 2026"
    assert published.lines[0].said == "5 or more", "nine are told as five or more"
    community.act("reply", "cat", "bea", at=datetime(2026, 3, 2, tzinfo=UTC))
    assert reports.published() == published
    reports.withdraw(community["lena"])
    assert reports.published() is None


@given(st.integers(0, 400), st.integers(0, 400))
def test_no_count_under_five_can_be_read_off_a_share(counted: int, others: int) -> None:
    n = counted + others
    said = public_report.share(figure(counted / n if n else None, n))
    if min(counted, others) < 5:
        assert said == "—"
    else:
        assert said.startswith("about ")
        assert int(said.removeprefix("about ").removesuffix("%")) % 5 == 0


@given(st.integers(0, 400))
def test_counts_go_in_steps_so_that_two_reports_differ_by_five_or_nothing(number: int) -> None:
    said = public_report.people(number)
    assert said == ("—" if number < 5 else f"{number // 5 * 5} or more")


@pytest.mark.parametrize("key", ["ada", "olga"])
def test_only_leads_publish(community, reports, key: str) -> None:
    for refused in (reports.preview, reports.publish, reports.withdraw):
        with pytest.raises(NotAllowed):
            refused(community[key])
    assert reports.published() is None

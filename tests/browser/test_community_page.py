"""E1, E6: the leads' page in a real browser, on the real meetups of Montana, figure by figure beside the reference."""

import json
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
SHOWN_MS = 60_000
ALL_OF_IT = {"window": "own dates", "from": "2008-12-01", "to": "2016-06-08"}


@pytest.fixture(scope="module")
def app(app_server):
    return app_server()


def opened(page: Page, app, address: str, **query: str) -> None:
    asked = "&".join(f"{name}={value}" for name, value in {"as": "lead", **query}.items())
    page.goto(f"{app.url}/{address}?{asked}")


def value(page: Page, name: str) -> float:
    figure = page.locator(f'[data-figure="{name}"]')
    figure.wait_for(state="attached", timeout=2 * SHOWN_MS)
    return float(figure.get_attribute("data-value") or "nan")


def test_a_lead_reads_the_story_to_its_end_and_starts_an_introduction(app, page: Page) -> None:
    """E15, too: one click suggests to both, and the one concerned hears of it."""
    opened(page, app, "community-health")
    expect(page.get_by_role("heading", name="How it is for members")).to_be_visible(timeout=2 * SHOWN_MS)
    assert page.locator("[data-testid=stVegaLiteChart]").count() >= 9
    suggest = page.get_by_role("button", name="Suggest that they meet")
    expect(suggest.first).to_be_visible(timeout=2 * SHOWN_MS)
    before = suggest.count()
    suggest.first.click()
    expect(page.get_by_text("Suggested to both")).to_have_count(1, timeout=SHOWN_MS)
    expect(suggest).to_have_count(before - 1)
    page.get_by_role("button", name="Table and picture").first.click()
    expect(page.locator("[data-testid=stPopoverBody] [data-testid=stDataFrame]").first).to_be_visible(timeout=SHOWN_MS)
    bars = page.locator("[data-testid=stElementToolbar] button")
    expect(bars.and_(page.locator('[aria-label^="Show data"]')).first).to_be_attached()
    past_the_log = bars.and_(page.locator('[aria-label^="Download"], [aria-label^="Copy"]'))
    assert [button.get_attribute("aria-label") for button in past_the_log.all() if button.is_visible()] == []
    with page.expect_download(timeout=SHOWN_MS) as saved:
        page.get_by_role("button", name="SVG").first.click()
    assert Path(saved.value.path()).read_text("utf-8").startswith("<svg")
    page.emulate_media(media="print")
    expect(page.get_by_text("Suggested to both")).to_be_hidden()
    expect(page.get_by_role("button", name="Table and picture").first).to_be_hidden()
    expect(page.locator("[data-testid=stVegaLiteChart]").first).to_be_visible()


def test_a_lead_changes_the_levels_after_a_look_at_what_would_come_of_it(app, page: Page) -> None:
    """E7."""
    opened(page, app, "community-health")
    page.get_by_text("Change the levels").click(timeout=2 * SHOWN_MS)
    page.get_by_role("button", name="Leave out the highest").click(timeout=SHOWN_MS)
    expect(page.get_by_text("What they would show.")).to_be_visible(timeout=SHOWN_MS)
    before = value(page, "gravity")
    page.get_by_role("button", name="Use these levels").click()
    expect(page.get_by_text("These levels hold now")).to_be_visible(timeout=SHOWN_MS)
    assert value(page, "gravity") != before
    page.get_by_role("button", name="Put back").click()
    expect(page.get_by_text("The levels before hold again")).to_be_visible(timeout=SHOWN_MS)
    assert value(page, "gravity") == before


def test_a_member_is_told_that_there_is_no_such_page(app, page: Page) -> None:
    page.goto(f"{app.url}/community-health?as=member")
    expect(page.get_by_text("Is it a community?")).to_have_count(0)
    expect(page.locator("[data-figure]")).to_have_count(0)


@pytest.mark.skipif(not DATA.is_dir(), reason="The real tables are not here: they lie in ../shared/data.")
def test_the_figures_of_montana(app, page: Page) -> None:
    rows = json.loads((DATA / "reference_measures.json").read_text("utf-8"))["Montana meetups"]
    reference = {row["metric"]: row["pandas_networkx"] for row in rows}
    opened(page, app, "bring-in-log")
    files = page.locator("input[type=file]")
    files.wait_for(state="attached", timeout=SHOWN_MS)
    folder = DATA / "meetup_montana_2016"
    files.set_input_files([folder / name for name in ("rsvps.csv", "events.csv", "members.csv", "groups.csv")])
    bring = page.get_by_role("button", name=f"Bring in {reference['yes RSVPs to past events']:,} rows")
    bring.wait_for(timeout=SHOWN_MS)
    mean = f"{reference['mean attendance of those events']:.1f}"
    for said in (
        f"{reference['past events with a yes']:,} meetups at {reference['venues used by past yes RSVPs']} places, with {mean} people",
        f"{reference['member-group memberships']:,} rows about members",
        f"{reference['distinct members']:,} people in it Flock does not know",
        f"{reference['member-group memberships']:,} memberships of groups are new",
    ):
        expect(page.get_by_text(said)).to_be_visible()
    bring.click()
    expect(page.get_by_text("are in the log now")).to_be_visible(timeout=SHOWN_MS)

    opened(page, app, "community-health", **ALL_OF_IT)
    assert value(page, "active_members") == reference["members with at least one yes"]
    assert value(page, "mutual_ties") == reference["co-attendance pairs of members"]
    assert round(value(page, "clustering"), 5) == reference["transitivity (networkx)"]
    assert round(value(page, "average_clustering"), 5) == reference["average clustering (networkx)"]
    assert round(value(page, "density"), 5) == reference["co-attendance density"]
    opened(page, app, "community-health", **ALL_OF_IT | {"from": "2016-03-01", "to": "2016-03-31"})
    assert value(page, "active_members") == reference["active members in event month 2016-03 (UTC)"]
    opened(page, app, "community-health", **ALL_OF_IT | {"from": "2015-01-01", "to": "2015-12-31"})
    assert value(page, "active_members") == reference["active members in event year 2015 (UTC)"]
    opened(page, app, "community-health", **ALL_OF_IT | {"group": "Western+Montana+Photography"})
    assert value(page, "active_members") == _active_in(folder, "Western Montana Photography")

    opened(page, app, "bring-in-log")
    page.get_by_role("button", name="Undo this import").click(timeout=SHOWN_MS)
    expect(page.get_by_text("undone")).to_be_visible(timeout=SHOWN_MS)


def _active_in(folder: Path, group: str) -> int:
    """Count the members of a group who came to anything, from the raw tables."""
    members, rsvps, events, groups = (pd.read_csv(folder / f"{name}.csv") for name in ("members", "rsvps", "events", "groups"))
    past = events["id"][events["status"] == "past"]
    came = rsvps["member_id"][(rsvps["response"] == "yes") & rsvps["event_id"].isin(past)]
    of_group = members["groupId"].isin(groups["id"][groups["name"] == group])
    return int(members["id"][of_group & members["id"].isin(came)].nunique())

"""The pages say one thing and what to do next, show no secret, and carry nothing foreign."""

from dataclasses import replace

from bot.installs import pages
from tests.bot.store.test_installations import ORG, SELLER

START = "https://bot.example/slack/install"


def test_names_from_outside_are_escaped_everywhere() -> None:
    evil = replace(SELLER, name='<script>alert("1")</script>', app='A1"><b>', key="T1&x")
    shown = pages.welcome(evil).html()
    assert "<script>" not in shown
    assert "<b>" not in shown
    assert "&lt;script&gt;" in shown
    assert 'href="javascript' not in pages.invitation('https://x/"onclick="').html()
    assert '"onclick=' not in pages.invitation('https://x/"onclick="').html()


def test_the_welcome_names_the_workspace_and_the_next_step_and_no_token() -> None:
    shown = pages.welcome(SELLER)
    assert (shown.status, shown.title) == (200, "Chorister was added to Seller")
    assert "Home tab" in shown.say
    assert shown.link == "https://slack.com/app_redirect?app=A1&team=T1"
    assert "planted" not in shown.html()


def test_an_organisation_is_sent_to_choose_its_workspaces() -> None:
    shown = pages.welcome(ORG)
    assert shown.link == "https://app.slack.com/manage/E1/integrations/profile/A1/workspaces/add"


def test_every_failure_says_what_to_do_and_links_to_the_start() -> None:
    failures = (
        pages.cancelled(START),
        pages.stale(START),
        pages.refused(START),
        pages.broken(START, "AB12"),
        pages.away(START),
        pages.busy(START, "One minute, please."),
    )
    for page in failures:
        assert (page.link, page.label) == (START, "Start again")
        assert "\n" not in page.say
        assert page.say.endswith(".")
    assert [page.status for page in failures] == [200, 400, 400, 502, 503, 503]
    assert "AB12" in failures[3].html()


def test_nothing_is_kept_framed_or_fetched() -> None:
    policy = pages.HEADERS["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors 'none'" in policy
    assert pages.HEADERS["Cache-Control"] == "no-store"
    assert pages.HEADERS["Referrer-Policy"] == "no-referrer"

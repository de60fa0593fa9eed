"""What is missing is known, and the rest can still be looked at."""

import pytest

from bot.doctor.bench import Bench
from tests.builders import settings_env


def test_with_everything_there_nothing_is_missing() -> None:
    assert Bench.of(settings_env()).missing == {}


def test_with_an_empty_environment_all_that_is_needed_is_named_and_the_rest_has_its_default() -> None:
    bench = Bench.of({})
    assert set(bench.missing) == {
        *("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "ANTHROPIC_API_KEY"),
        *("TRUTO_API_TOKEN", "TRUTO_INTEGRATED_ACCOUNT_ID"),
    }
    assert bench.settings.port == 3000


def test_what_is_malformed_has_its_default_and_what_is_right_is_kept() -> None:
    bench = Bench.of(settings_env(PORT="abc", SLACK_APP_TOKEN="wrong", HOST="0.0.0.0"))
    assert set(bench.missing) == {"PORT", "SLACK_APP_TOKEN"}
    assert (bench.settings.port, bench.settings.host) == (3000, "0.0.0.0")


def test_signed_http_needs_no_app_token() -> None:
    env = {k: v for k, v in settings_env(SLACK_SIGNING_SECRET="s").items() if k != "SLACK_APP_TOKEN"}
    assert Bench.of(env).missing == {}
    assert Bench.of(env).settings.slack_app_token is None


@pytest.mark.parametrize("date", ["Wed, 03 Jun 2026 15:01:00 GMT", ["Wed, 03 Jun 2026 15:01:00 GMT"]])
def test_a_clock_is_heard_halfway_between_question_and_answer(date: object) -> None:
    times = iter([1_780_498_802.0])  # 15:00:02
    bench = Bench(Bench.of({}).settings, now=lambda: next(times))
    bench.hear("Slack", {"Date": date}, 1_780_498_798.0)
    assert bench.skews == {"Slack": 60.0}


@pytest.mark.parametrize("headers", [{}, {"date": "yesterday"}, {"date": []}])
def test_an_answer_without_a_date_says_nothing_of_clocks(headers: dict[str, object]) -> None:
    bench = Bench.of({})
    bench.hear("Slack", headers, 0.0)
    assert bench.skews == {}

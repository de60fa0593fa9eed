"""All checks are made, side by side: none hides another."""

import asyncio

from bot.doctor.bench import Bench
from bot.doctor.examine import CHECKS, Check, examine
from bot.doctor.finding import Finding, Mark, fine
from tests.builders import settings_env


async def well(bench: Bench) -> list[Finding]:
    bench.skews["Slack"] = 31.0
    return [fine("well", "so it is")]


async def broken(bench: Bench) -> list[Finding]:
    raise ZeroDivisionError


async def endless(bench: Bench) -> list[Finding]:
    await asyncio.Event().wait()
    return []


async def test_a_check_that_breaks_or_never_ends_hides_no_other() -> None:
    checks = [Check("broken", broken), Check("endless", endless), Check("well", well)]
    found = {f.check: f for f in await examine(Bench.of(settings_env()), checks, deadline=0.01)}
    assert found["well"].mark is Mark.FINE
    assert "ZeroDivisionError" in found["broken"].say
    assert found["endless"].say == "no answer within 0.01 seconds"
    assert found["clock"].mark is Mark.NOTE, "the clocks come last: the others hear them"


async def test_what_needs_a_missing_setting_is_not_looked_at_and_said_so() -> None:
    found = await examine(Bench.of({}), [Check("needy", broken, ("SLACK_BOT_TOKEN",)), Check("well", well)])
    assert [f.mark for f in found if f.check == "settings"] == [Mark.WRONG] * 5
    assert [f.say for f in found if f.check == "needy"] == ["not looked at: it needs SLACK_BOT_TOKEN"]


def test_every_check_of_a_service_needs_what_opens_it() -> None:
    assert {name for check in CHECKS for name in check.needs} >= set(Bench.of({}).missing)

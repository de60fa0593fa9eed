"""Truto's answers as findings: account, tools, pace."""

from bot.doctor.bench import Bench
from bot.doctor.finding import Finding, Mark
from bot.doctor.in_truto import limits, truto
from sandbox.world import World
from tests.play import WRITE


async def examined(world: World, **more: str) -> tuple[Bench, list[Finding]]:
    looked = Bench.of(world.env() | more, lambda: world.clock.now().timestamp())
    return looked, await truto(looked)


async def test_an_account_that_works_is_told_with_whose_it_is_and_changes_nothing(world: World) -> None:
    looked, found = await examined(world)
    assert [f.mark for f in found] == [Mark.FINE] * 4
    assert "as rosa.marino@seller.example" in found[2].say
    assert abs(looked.skews["Truto"]) <= 1
    assert {call.method for call in world.truto.journal} == {"GET"}


async def test_what_truto_or_chorus_refuses_is_one_sentence_with_what_to_do(world: World) -> None:
    _, (refused,) = await examined(world, TRUTO_API_TOKEN="wrong")
    assert (refused.mark, refused.do) == (Mark.WRONG, "Check TRUTO_API_TOKEN.")
    world.truto.options.account_status = "needs_reauth"
    _, found = await examined(world)
    (chorus,) = [f for f in found if f.check == "chorus"]
    assert (chorus.mark, chorus.do) == (Mark.WRONG, "Connect the Chorus account again in Truto.")
    _, (away,) = await examined(world, TRUTO_API_BASE_URL="http://127.0.0.1:9")
    assert "could not be reached" in away.say


async def test_a_job_whose_tool_is_gone_is_named(world: World) -> None:
    world.truto.options.hidden_tools.add(WRITE)
    _, found = await examined(world)
    (lame,) = [f for f in found if f.check == "truto tools"]
    assert (lame.mark, lame.say) == (Mark.WRONG, "write back lacks sales_qualifications.writeback_crm")


def test_a_limit_that_is_stricter_than_our_pace_is_worth_a_look() -> None:
    assert limits({}).say == "we keep to 50 calls in 10 seconds"
    roomy = limits({"ratelimit-limit": "50;w=10", "ratelimit-remaining": "48"})
    assert (roomy.mark, roomy.say.split(";")[0]) == (
        Mark.FINE,
        "Truto allows 50 in 10 seconds, 48 are left",
    )
    assert limits({"ratelimit-limit": "20;w=10"}).mark is Mark.NOTE

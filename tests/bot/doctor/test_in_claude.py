"""Claude's answers as findings: the key, the models, and nothing that costs."""

from datetime import UTC, datetime, timedelta

from bot.agent.claude import Known
from bot.doctor.bench import Bench
from bot.doctor.finding import Finding, Mark
from bot.doctor.in_claude import claude, model
from sandbox.world import World

NOW = datetime(2026, 6, 3, tzinfo=UTC)


async def examined(world: World, **more: str) -> list[Finding]:
    return await claude(Bench.of(world.env() | more, lambda: world.clock.now().timestamp()))


async def test_a_key_that_opens_both_models_is_told_and_nothing_was_asked_that_costs(world: World) -> None:
    found = await examined(world)
    assert [f.mark for f in found] == [Mark.FINE] * 2
    assert "claude-haiku-5-5" in found[1].say
    assert world.claude.asked == []


async def test_a_model_that_is_not_there_names_its_setting_and_a_refused_key_is_said_once(
    world: World,
) -> None:
    first, second = await examined(world, CHORISTER_CHEAP_MODEL="claude-haiku-1")
    assert (first.mark, second.mark) == (Mark.FINE, Mark.WRONG)
    assert "CHORISTER_CHEAP_MODEL" in second.say
    (refused,) = await examined(world, ANTHROPIC_API_KEY="wrong")
    assert "ANTHROPIC_API_KEY" in refused.say
    (away,) = await examined(world, ANTHROPIC_BASE_URL="http://127.0.0.1:9")
    assert away.say == "Claude could not be reached"


def test_a_model_that_is_soon_retired_is_worth_a_look() -> None:
    soon = model("m", Known("", {}, NOW + timedelta(days=29)), NOW)
    assert (soon.mark, soon.say) == (Mark.NOTE, "m is retired on 2 July 2026")
    assert model("m", Known("", {}, NOW + timedelta(days=31)), NOW).mark is Mark.FINE

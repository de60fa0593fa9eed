"""The thread says what is really done, in numbers, and is never silent for long."""

import re
from typing import Any

from sandbox.claude import tool_use
from tests.play import Play

LIST = "list_all_chorus_conversations"
READ = "get_single_chorus_sales_qualification_by_id"


def turn_the_page(body: dict[str, Any]) -> list[dict[str, Any]]:
    """Claude asks for what follows the list it was given."""
    (result,) = body["messages"][-1]["content"]
    found = re.search(r'"next_cursor":\s*"([^"]+)"', result["content"])
    assert found
    return [tool_use(LIST, {"next_cursor": found[1]})]


async def test_steps_are_counted_and_a_long_silence_is_broken(play: Play) -> None:
    calls = play.world.company.finished(play.person("ana"))[:3]
    play.world.truto.options.page_size = 5
    play.world.truto.faults.add("slow", match=READ, seconds=1.0)
    play.world.claude.faults.add("hold", after=3)
    play.world.claude.script(
        [tool_use(LIST, {})],
        turn_the_page,
        [tool_use(READ, {"id": call.id}) for call in calls],
        "That is all.",
    )
    thread = await play.ask("ana", "what happened?")
    await play.until(thread, "✓ Looking through the calls, page 2")
    await play.until(thread, "◐ Reading 3 sales qualifications, 2 done")
    await play.until(thread, "✓ Reading 3 sales qualifications", "◐ Still at it, ")
    play.world.claude.release()
    plan, answer = await play.done(thread)
    assert "Still" not in plan
    assert "Reading 3 sales qualifications, " not in plan
    assert answer.startswith("That is all.")

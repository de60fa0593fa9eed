from tests.play import Play, PUSH
from sandbox.world import World


async def test_smoke(world: World, play: Play) -> None:
    world.claude.faults.add("hold", match="messages")
    thread = await play.ask("ana", PUSH)
    await world.claude.wait_for(lambda: world.claude.asked)
    assert play.slack.status("deals", thread) == "processing"
    await play.slack.stop_session(play.person("ana"), "deals", thread)
    await play.until(thread, "Stopped by")
    await play.slack.wait_for(lambda: play.slack.status("deals", thread) == "active" or None)
    print("\n".join(play.texts(thread)))
    world.claude.release()
    await play.ask("ana", PUSH, thread)
    await play.until(thread, "your decision")
    print("\n".join(play.texts(thread)))

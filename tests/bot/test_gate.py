"""A gate knows whether any step is running."""

from bot.gate import Gate


async def test_it_is_idle_when_the_last_of_the_steps_has_ended() -> None:
    gate = Gate()
    assert gate.idle.is_set()
    assert not gate.open.is_set()
    with gate.step():
        with gate.step():
            pass
        assert not gate.idle.is_set()
    assert gate.idle.is_set()

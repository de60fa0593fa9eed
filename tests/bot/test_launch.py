"""What the engine stores under names of ours."""

from bot import launch, queues


def test_the_names_that_are_stored_do_not_change() -> None:
    assert (queues.TURNS, queues.SEATS, queues.DIGESTS) == ("turns", "seats", "digests")
    assert (launch.CODE_LINE, launch.JsonSerializer().name()) == ("chorister-1", "chorister_json_1")

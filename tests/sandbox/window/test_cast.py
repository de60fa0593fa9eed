"""Whom one can be, and where each may look."""

from sandbox.window.cast import places, players
from sandbox.world import World


def test_one_can_be_anybody_but_the_bot(world: World) -> None:
    cast = players(world)
    assert list(cast)[:2] == ["ana", "ben"]
    assert {"gina", "olaf"} <= set(cast)
    assert world.slack.bot_user_id not in {player.id for player in cast.values()}
    assert cast["gina"].is_guest
    assert not cast["olaf"].is_ours


def seen_by(world: World, who: str) -> list[str]:
    return [place.key for place in places(world, players(world)[who])]


def test_members_see_every_public_channel_and_private_ones_they_are_in(world: World) -> None:
    assert seen_by(world, "ana") == ["chorister", "home", "deals", "random", "shared-acme", "deal-desk"]
    assert "deal-desk" not in seen_by(world, "ben")


def test_a_guest_and_an_outsider_see_only_where_they_are(world: World) -> None:
    assert seen_by(world, "gina") == ["chorister", "home", "random"]
    assert seen_by(world, "olaf") == ["chorister", "home", "shared-acme"]


def test_a_group_message_is_seen_by_those_in_it(world: World) -> None:
    ana, ben = (world.company.person(key).slack_id for key in ("ana", "ben"))
    group = world.slack.workspace.direct(ana, ben)
    assert group.id in seen_by(world, "ana")
    assert group.id not in seen_by(world, "sam")

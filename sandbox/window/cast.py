"""Whom one can be in the window, and where each of them may go."""

from dataclasses import dataclass

from sandbox.slack.channels import Channel
from sandbox.slack.journal import Json
from sandbox.world import World

APP = "chorister"
"""The name in addresses of a person's direct messages with the app."""
HOME = "home"


@dataclass(frozen=True)
class Player:
    """Somebody of the workspace, by the first name that stands in the page's address."""

    key: str
    id: str
    name: str
    title: str
    zone: str
    is_guest: bool
    is_ours: bool


@dataclass(frozen=True)
class Place:
    """Somewhere to look: a channel, the direct messages with the app, or its Home tab."""

    key: str
    title: str
    kind: str
    """channel, group, mpim, im or home."""
    channel: Channel | None = None


def players(world: World) -> dict[str, Player]:
    """Return everybody one can speak as, by key: the company first, then a guest and somebody of another company."""
    keys = {person.slack_id: person.key for person in world.company.people}
    users = world.slack.workspace.users.values()
    found = [_player(user, keys, world.slack.team_id) for user in users if not user.get("is_bot")]
    return {player.key: player for player in found}


def _player(user: Json, keys: dict[str, str], team: str) -> Player:
    name = str(user["real_name"])
    return Player(
        key=keys.get(user["id"]) or name.split()[0].lower(),
        id=user["id"],
        name=name,
        title=user["profile"].get("title") or ("Guest" if user["is_restricted"] else "Another company"),
        zone=user["tz"],
        is_guest=bool(user["is_restricted"]),
        is_ours=user["team_id"] == team,
    )


def places(world: World, player: Player) -> list[Place]:
    """Return where a person may look: all public channels for members, for everybody else those they are in."""
    me = world.slack.workspace
    found = [Place(APP, "Messages", "im", me.direct(player.id)), Place(HOME, "Home", HOME)]
    for channel in me.channels.values():
        is_open = channel.kind == "channel" and player.is_ours and not player.is_guest
        if channel.kind != "im" and (is_open or player.id in channel.members):
            found.append(Place(key_of(channel), channel.name, channel.kind, channel))
    return found


def key_of(channel: Channel) -> str:
    """Return what a channel is called in the page's address."""
    if channel.kind == "im":
        return APP
    return channel.id if channel.kind == "mpim" else channel.name

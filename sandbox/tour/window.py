"""What the tour sees of the sandbox's Slack: #deals, the direct messages with the bot, and what only one person sees."""

from dataclasses import dataclass

from sandbox.slack.channels import Channel, is_reply
from sandbox.slack.journal import Json
from sandbox.tour.press import numbered
from sandbox.tour.spelling import Said, Spelling
from sandbox.world import World


@dataclass(frozen=True)
class Thread:
    """A thread, by its first message."""

    channel: str
    ts: str


@dataclass
class Window:
    """Reads the workspace as it stands."""

    world: World
    spelling: Spelling
    with_numbers: bool = False
    """Whether buttons and ticks show the numbers they are pressed by, and replies the number of their thread."""

    def threads(self) -> list[Thread]:
        """Return all threads in the order of their numbers, which begin at 1."""
        roots = [(str(m["ts"]), channel.id) for channel, m in self.messages() if not is_reply(m)]
        return [Thread(channel, ts) for ts, channel in sorted(roots)]

    def snapshot(self, only: Thread | None = None) -> list[Said]:
        """Return every message, or those of one thread, oldest first, ready to be shown."""
        numbers = {thread.ts: n for n, thread in enumerate(self.threads(), 1)}
        found = [
            (c, m) for c, m in self.messages() if only is None or only.ts in (m["ts"], m.get("thread_ts"))
        ]
        said = [self.said(channel, message, numbers) for channel, message in found]
        return sorted(said, key=lambda one: one.ts)

    def said(self, channel: Channel, message: Json, numbers: dict[str, int]) -> Said:
        """Return one message as people see it."""
        slack, names = self.world.slack, self.spelling.names
        by_bot, user = bool(message.get("bot_id")), str(message.get("user"))
        shown = numbered(message) if self.with_numbers else message
        number = numbers.get(message.get("thread_ts") or message["ts"], 0)
        place = f"#{channel.name}" if channel.kind == "channel" else "direct message"
        in_reply = f"thread {number}" if self.with_numbers else ""
        return Said(
            ts=message["ts"],
            author=names.get(slack.bot_user_id if by_bot else user, user),
            at=self.spelling.time(message["ts"]),
            groups=self.spelling.groups(shown, self.world.clock.now()),
            place=in_reply if is_reply(message) else f"{place}, thread {number}",
            is_reply=is_reply(message),
            by_bot=by_bot,
            only_for=names.get(user, user) if message.get("is_ephemeral") else None,
        )

    def messages(self) -> list[tuple[Channel, Json]]:
        """Return every message with the channel it is in."""
        slack = self.world.slack
        places = [c for c in slack.workspace.channels.values() if c.name == "deals" or c.kind == "im"]
        found = [(channel, message) for channel in places for message in slack.messages(channel.id)]
        fleeting = [(slack.channel(message["channel"]), message) for message in slack.ephemerals]
        return found + [(channel, message) for channel, message in fleeting if channel in places]

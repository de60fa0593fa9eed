"""What one person sees of the sandbox's Slack at this moment: values for the page's templates."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from sandbox.slack.channels import Channel, is_reply
from sandbox.slack.journal import Json
from sandbox.window.cast import Place, Player, key_of
from sandbox.window.drawing import Names, Viewer, draw_message, draw_view
from sandbox.window.held import Held
from sandbox.world import World


@dataclass(frozen=True)
class Entry:
    """One message as it stands in a list."""

    ts: str
    author: str
    by_bot: bool
    at: str
    day: str
    body: Markup
    replies: int
    is_fleeting: bool
    is_gone: bool
    """Deleted, and here only because there are replies."""

    @property
    def initials(self) -> str:
        """Two letters in place of a picture."""
        return "".join(word[0] for word in self.author.split()[:2]).upper() or "?"


@dataclass(frozen=True)
class Session:
    """How the app stands in a thread."""

    is_working: bool
    shows_stop: bool
    title: str
    says: str


@dataclass(frozen=True)
class Eyes:
    """One person's view of the world."""

    world: World
    player: Player
    held: Held

    def entries(self, channel: Channel, thread: str = "") -> list[Entry]:
        """Return what stands in a channel or in one of its threads, and among it what only this person sees."""
        written = channel.thread(thread) if thread else channel.timeline()
        fleeting = [m for m in self.world.slack.ephemerals if self._is_mine(m, channel, thread)]
        every = sorted([*written, *fleeting], key=lambda message: str(message["ts"]))
        return [self._entry(channel, message) for message in every]

    def home(self) -> Markup | None:
        """Return the app's Home tab, once the app has published one."""
        view = self.world.slack.home(self.player.id)
        return self.view(view) if view else None

    def view(self, view: Json) -> Markup:
        """Return a form or a Home tab as this person has filled it in."""
        filled = self.held.of_view(view["id"])
        drawn = draw_view(view, self._viewer(), names=self._names(), errors=filled.errors, state=filled.state)
        return self._here(drawn)

    def session(self, channel: Channel, ts: str) -> Session:
        """Return how the app stands in a thread."""
        sessions = self.world.slack.workspace.sessions
        session = sessions.all.get((channel.id, ts))
        is_working = session is not None and session.status == "processing"
        says = sessions.status_text(channel.id, ts)
        stop = sessions.shows_stop(channel.id, ts)
        return Session(is_working or bool(says), stop, session.title if session else "", says)

    def prompts(self, channel: Channel, ts: str | None) -> list[tuple[str, str]]:
        """Return what the app suggests to write here: (title, message)."""
        shown = self.world.slack.workspace.sessions.prompts.get((channel.id, ts), {})
        return [(prompt["title"], prompt["message"]) for prompt in shown.get("prompts", [])]

    def _is_mine(self, message: Json, channel: Channel, thread: str) -> bool:
        here = (message["channel"], message["user"], message.get("thread_ts", ""))
        return here == (channel.id, self.player.id, thread)

    def _entry(self, channel: Channel, message: Json) -> Entry:
        at = datetime.fromtimestamp(float(message["ts"]), UTC).astimezone(ZoneInfo(self.player.zone))
        names, by_bot = self._names(), message.get("bot_id") == self.world.slack.bot_id
        author = self.world.slack.bot_user_id if by_bot else str(message.get("user"))
        return Entry(
            ts=message["ts"],
            author=names.users.get(author) or str(message.get("username") or author),
            by_bot=by_bot,
            at=f"{at:%H:%M}",
            day=f"{at:%A}, {at.day} {at:%B}",
            body=self._body(channel, message),
            replies=0 if is_reply(message) else int(message.get("reply_count", 0)),
            is_fleeting=bool(message.get("is_ephemeral")),
            is_gone=message.get("subtype") == "tombstone",
        )

    def _body(self, channel: Channel, message: Json) -> Markup:
        state = self.held.of_message(self.player.id, channel.id, message["ts"])
        drawn = draw_message(message, self._viewer(), names=self._names(), channel=channel.id, state=state)
        return self._here(drawn)

    def _viewer(self) -> Viewer:
        return Viewer(self.player.id, self.player.zone, self.world.clock.now())

    def _names(self) -> Names:
        workspace = self.world.slack.workspace
        users = {id: str(user["real_name"]) for id, user in workspace.users.items()}
        channels = {c.id: c.name for c in workspace.channels.values() if c.kind != "im"}
        own = workspace.direct(self.player.id).id
        return Names(users, {**channels, own: workspace.me.bot_name})

    def _here(self, html: Markup) -> Markup:
        """Let links to messages of this workspace open within the page."""
        workspace = self.world.slack.workspace
        channels = {channel.id: key_of(channel) for channel in workspace.channels.values()}
        return within(html, workspace.me.team_domain, self.player.key, channels)


def within(html: Markup, domain: str, who: str, channels: dict[str, str]) -> Markup:
    """Return HTML in which Slack's addresses of messages are the window's own."""

    def address(match: re.Match[str]) -> str:
        ts = f"{match['seconds']}.{match['micros']}"
        thread = re.search(r"thread_ts=([\d.]+)", match["query"] or "")
        place = channels.get(match["channel"], match["channel"])
        return f'href="/{who}/{place}/{thread[1] if thread else ts}#m-{ts}"'

    link = (
        rf'href="https://{re.escape(domain)}\.slack\.com/archives/(?P<channel>[A-Z0-9]+)'
        r'/p(?P<seconds>\d{10})(?P<micros>\d{6})(?P<query>\?[^"]*)?"'
    )
    return Markup(re.sub(link, address, html))  # noqa: S704 - the addresses are made of digits and our own names


def shown_place(places: Iterable[Place], key: str) -> Place | None:
    """Return the place of that name, if this person may look there."""
    return next((place for place in places if place.key == key), None)

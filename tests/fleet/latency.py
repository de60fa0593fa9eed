"""How long things took, by the journals of the outside world."""

from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.slack.journal import Call, Delivered
from sandbox.world import World
from tests.fleet.mix import Act
from tests.fleet.people import Wish
from tests.fleet.scene import Scene


@dataclass(frozen=True)
class Told:
    """One event and what Slack heard: when it was first sent, and how long it took until somebody had it."""

    at: float
    took: float
    tries: int
    own: bool
    """Whether it tells the bot of its own words."""


def is_own(world: World, sent: Delivered) -> bool:
    """Whether an event tells the bot of its own words, or of a change of them."""
    message = sent.event.get("message") or sent.event
    return bool(message.get("bot_id") == world.slack.bot_id)


def told(world: World) -> list[Told]:
    """Every event and click that was acknowledged in the end."""
    first: dict[str, Delivered] = {}
    tries: dict[str, int] = {}
    found = []
    for sent in world.slack.delivery.sent:
        id = sent.envelope_id
        began = first.setdefault(id, sent).at.timestamp()
        tries[id] = tries.get(id, 0) + 1
        if sent.acked_after is not None and tries[id] > 0:
            took = sent.at.timestamp() - began + sent.acked_after
            found.append(Told(began, took, tries[id], is_own(world, sent)))
            tries[id] = -1_000_000  # what is told again afterwards is no part of it
    return found


def while_somebody_is_gone(scene: Scene, at: float) -> bool:
    """Whether a process was dead or not back yet at a time."""
    return any(death.at <= at <= back for death, back in scene.gone)


class Spoken:
    """When the bot said what, by the keys of its posts; a stream counts when it is closed. Reads on from where it was."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.at: dict[str, float] = {}
        self._last: dict[str, float] = {}
        """Of each thread, the first answer in it."""
        self._read = 0
        self._open: list[Call] = []
        """Calls whose answer was not ready."""

    def read_on(self) -> None:
        """Take in what was said since."""
        journal = self.world.slack.journal
        new = [*self._open, *journal[self._read :]]
        self._read, self._open = len(journal), [call for call in new if not call.status]
        for call in (call for call in new if call.status):
            metadata = call.args.get("metadata")
            key = metadata["event_payload"].get("key") if call.ok and isinstance(metadata, dict) else None
            if key:
                self.at.setdefault(str(key), call.at.timestamp())
            if key and ":answer:0" in key:
                self._last.setdefault(str(call.args.get("thread_ts")), call.at.timestamp())

    def first_words(self, wish: Wish) -> float | None:
        """When something was first said for a wish."""
        match wish.act:
            case Act.LINK | Act.OFFER:
                return self.answer(wish)
        return self.at.get(f"progress:{self._said(wish)}")

    def answer(self, wish: Wish) -> float | None:
        """When a wish came to its end."""
        number = wish.link.rpartition("/")[2]
        match wish.act:
            case Act.LINK:
                return self.at.get(f"follow:auto:{self._said(wish)}:zoom:{number}")
            case Act.OFFER:
                return self.at.get(f"offer:{self._said(wish)}:zoom:{number}")
            case Act.WRITE:
                return self._last.get(wish.thread)
        return self.at.get(f"turn:{self._said(wish)}:answer:0")

    def _said(self, wish: Wish) -> str:
        return f"{self.world.slack.team_id}:{wish.channel}:{wish.ts}"


def first_words(scene: Scene) -> Iterator[float]:
    """Seconds from each wish to the first words for it."""
    said = Spoken(scene.world)
    said.read_on()
    for wish in scene.staff.wishes:
        if at := said.first_words(wish):
            yield at - float(wish.ts)


def answers(scene: Scene) -> Iterator[float]:
    """Seconds from each question to its answer."""
    said = Spoken(scene.world)
    said.read_on()
    for wish in scene.staff.wishes:
        if wish.act in (Act.MENTION, Act.DIRECT, Act.FURTHER) and (at := said.answer(wish)):
            yield at - float(wish.ts)

"""What the outside world has seen in the end: what was lost, what was doubled, what says something untrue. Journals only."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.slack.cards import APPROVE
from sandbox.slack.render import text_of
from sandbox.truto.crm import CHORUS
from sandbox.world import World
from tests.fleet.mix import Act
from tests.fleet.people import Staff, Wish

Message = dict[str, Any]

OVER = ("Chorus has processed the call", "not recorded", "no-show", "still not processed")
"""How the one message ends that follows a recorder."""
DECIDED = {APPROVE: "CRM update: written"}
"""What a card says in the end after a click, where it is not declined."""


@dataclass
class Verdict:
    """Sentences about what should not be; none is a good end."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    untrue: list[str] = field(default_factory=list)
    """Messages that do not say how it ended."""

    @property
    def is_good(self) -> bool:
        return not (self.lost or self.doubled or self.untrue)


@dataclass(frozen=True)
class Posted:
    """The bot's messages, each with the key that it was posted for."""

    messages: dict[str, list[Message]]

    @classmethod
    def of(cls, world: World) -> "Posted":
        found = defaultdict[str, list[Message]](list)
        for channel in world.slack.workspace.channels.values():
            for message in channel.messages.values():
                payload = (message.get("metadata") or {}).get("event_payload") or {}
                if "key" in payload:
                    found[str(payload["key"])].append(message)
        return cls(dict(found))

    def answers(self, team: str, wish: Wish) -> list[Message]:
        """What a wish led to in the end."""
        said = f"{team}:{wish.channel}:{wish.ts}"
        match wish.act:
            case Act.LINK:
                return self._beginning(f"follow:auto:{said}")
            case Act.OFFER:
                return self._beginning(f"offer:{said}")
            case Act.WRITE:
                last = (m for key, found in self.messages.items() if ":answer:0" in key for m in found)
                return [m for m in last if m.get("thread_ts") == wish.thread]
        return self.messages.get(f"turn:{said}:answer:0", [])

    def _beginning(self, start: str) -> list[Message]:
        return [m for key, found in self.messages.items() if key.startswith(start) for m in found]


def judge(staff: Staff) -> Verdict:
    """Look at everything."""
    world, posted, found = staff.world, Posted.of(staff.world), Verdict()
    found.lost += [f"event {id} was never acknowledged" for id in sorted(unheard(world))]
    found.doubled += [f"{key} was posted {len(m)} times" for key, m in posted.messages.items() if len(m) > 1]
    for wish in staff.wishes:
        count, name = len(posted.answers(world.slack.team_id, wish)), f"{wish.act.name} at {wish.ts}"
        found.lost += [f"{name} has no answer"] if not count else []
        found.doubled += [f"{name} was answered {count} times"] if count > 1 else []
    _judge_recorders(staff, found)
    _judge_writes(staff, found)
    found.untrue += list(unfinished(staff, posted))
    return found


def settled(staff: Staff) -> bool:
    """Whether there is nothing left to wait for."""
    posted, team = Posted.of(staff.world), staff.world.slack.team_id
    waiting = unheard(staff.world) or any(not posted.answers(team, wish) for wish in staff.wishes)
    return not waiting and not any(unfinished(staff, posted))


def unheard(world: World) -> set[str]:
    """The events that no attempt brought to the bot."""
    sent = [d for d in world.slack.delivery.sent if d.kind == "events_api"]
    return {d.envelope_id for d in sent} - {d.envelope_id for d in sent if d.acked_after is not None}


def unfinished(staff: Staff, posted: Posted) -> Iterator[str]:
    """Messages that do not say how it ended."""
    for key, message in ((key, m) for key, found in posted.messages.items() for m in found):
        text = text_of(message)
        if key.startswith("follow:") and not any(word in text for word in OVER):
            yield f"{key} says {text[:200]!r}"
        if key.startswith("progress:") and not text.startswith("Done"):
            yield f"{key} says {text[:200]!r}"
    for wish in (wish for wish in staff.wishes if wish.card):
        text = text_of(staff.world.slack.channel(wish.channel).messages[wish.card])
        if not text.startswith(DECIDED.get(wish.verdict, "CRM update: declined")):
            yield f"the card {wish.card} says {text[:200]!r} after {wish.verdict}"


def _judge_recorders(staff: Staff, found: Verdict) -> None:
    sent = Counter(join.text for join in staff.world.truto.chorus.joins)
    for link in (wish.link for wish in staff.wishes if wish.act is Act.LINK):
        found.lost += [f"no recorder for {link}"] if not sent[link] else []
        found.doubled += [f"{sent[link]} recorders for {link}"] if sent[link] > 1 else []


def _judge_writes(staff: Staff, found: Verdict) -> None:
    """Every approved change once in the CRM, and nothing else there."""
    approved = {
        wish.meeting.deal.id: wish
        for wish in staff.wishes
        if wish.verdict == APPROVE and wish.meeting and wish.meeting.deal
    }
    for id, record in staff.world.truto.crm.records.items():
        fields = Counter(write.field for write in record.history if write.by == CHORUS)
        found.doubled += [f"{id}.{name} was written {n} times" for name, n in fields.items() if n > 1]
        found.doubled += [f"{id} was written and nobody approved"] if fields and id not in approved else []
        found.lost += [f"{id} was approved and never written"] if id in approved and not fields else []

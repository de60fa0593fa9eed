"""What `/chorister help` answers: a line for each command, and of one command what it does, with an example."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """One word that can be typed."""

    usage: str
    """As it is typed, behind /chorister."""
    line: str
    """What it does, in the list of all."""
    more: str
    """The rest, for those who ask about it."""
    example: str
    """Something that can be typed as it stands, behind /chorister."""


_DIGESTS = (
    "Each digest comes with *Run now*, *Pause*, *Edit* and *Delete*. You see your own, those of people you manage, and as "
    "an admin everybody's."
)
_OWN = (
    "By default what you ask runs on the account that everybody shares, with your rights. With an account of your own it "
    "runs on that one. The link is private, and Truto keeps the credentials."
)
_SWITCH = "Everybody may look; only admins turn it, on every worker at once, and it is on record."
_FIELD = (
    "The rules are `only if empty`, `append`, `replace` and `never`; `default` takes a rule away. Behind a colon come the "
    "values of a picklist. Only admins set rules, and it is on record."
)

TOPICS: Mapping[str, Topic] = {
    "status": Topic(
        "status",
        "what runs for you and what waits for you",
        "Your recorders with their true state, cards that wait for your decision, your next digest, whether writing and "
        "recording are on, and your own Chorus account.",
        "status",
    ),
    "record": Topic(
        "record https://zoom.us/j/…",
        "sends the recorder into a call",
        "One meeting at a time: Zoom, Google Meet, Teams, Webex or 8x8. It begins a thread here that says what becomes of "
        "it. *Record this call* in a message's menu does the same.",
        "record https://zoom.us/j/987654321",
    ),
    "digest": Topic(
        "digest",
        "opens the form of a risk digest: channel, days, time, whose deals",
        "A digest looks at the deals of a team at a set time and says what changed. It goes into a channel that I was "
        "invited to, or to you directly.",
        "digest",
    ),
    "digests": Topic(
        "digests",
        "your digests, to run now, pause, edit or delete; my Home tab shows the same",
        _DIGESTS,
        "digests",
    ),
    "settings": Topic(
        "settings",
        "what holds for you in this channel, and who can change it",
        "Writing, recording, links that are posted here, who may read a call and hear of one, the rules of deal risk, and "
        "the digests of this channel.",
        "settings",
    ),
    "usage": Topic(
        "usage",
        "what you have spent at Claude, and the limits; admins see everybody's",
        "Today and the last 7 and 30 days, in money and tokens. Days go by UTC.",
        "usage",
    ),
    "connect": Topic(
        "connect", "runs what you ask on your own Chorus account; says how it stands", _OWN, "connect"
    ),
    "disconnect": Topic(
        "disconnect",
        "forgets your own Chorus account",
        "What you ask then runs on the account that everybody shares. An admin removes the connection at Truto.",
        "disconnect",
    ),
    "writes": Topic("writes", "whether CRM writes are on; `writes off` and `writes on` turn them", _SWITCH, "writes off"),
    "joins": Topic(
        "joins", "whether the recorder is sent; `joins off` and `joins on` turn it", _SWITCH, "joins off"
    ),
    "fields": Topic(
        "fields",
        "what may happen to each CRM field",
        "The fields that have a rule of their own, and what holds for the others.",
        "fields",
    ),
    "field": Topic(
        "field Next_Step append",
        "sets a field's rule: `only if empty`, `append`, `replace`, `never`; or `default`",
        _FIELD,
        "field Forecast replace: Commit, Best case",
    ),
    "help": Topic(
        "help connect",
        "what one command does, with an example",
        "Without the name of a command it lists them all.",
        "help digest",
    ),
}  # fmt: skip
"""The word that is typed -> what it is about, in the order of the list."""

_FOOT = (
    "Everybody may look, schedule digests and connect an account; only admins change the rest, and it is on record. "
    "Everything else: mention me, write to me directly, or take *Summarise this call* or *Push to CRM* in a message's menu."
)


def told(topic: str = "") -> str:
    """All of them, or one."""
    if not topic:
        lines = [f"`/chorister {each.usage}` · {each.line}" for each in TOPICS.values()]
        return "\n".join(["*What you can type*", *lines, _FOOT])
    about = TOPICS[topic]
    line = f"{about.line[0].upper()}{about.line[1:]}"
    return f"*`/chorister {about.usage}`*\n{line}.\n{about.more}\nFor instance: `/chorister {about.example}`"

"""What `/chorister settings` answers: what holds for one person in one channel, and who can change it. Pure; in private."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.slack.blocks import context, section
from bot.slack.recorder_words import Message
from bot.slack.text import and_list, counted, escape, one_line

READING = {
    "participants": "A call may be read by its owner, those who were in it, their managers and admins.",
    "workspace": "A call may be read by everybody with a Chorus seat.",
}
AUDIENCE = {
    "seats": "Calls are told of here while everybody here is a colleague with a Chorus seat; else to whoever asked, alone.",
    "strict": "Calls are told of here while everybody here may read them; else to whoever asked, alone.",
}
PRIVATE = "A private call is for its owner and those who were in it."
ALONE = "Here you are alone with me, so I tell you of every call that you may read."
SHARED = "Another company can read this conversation, so I say nothing here."
AWAY = "I am not in this conversation, so I hear and say nothing here. Invite me, or write to me directly."
AT_ONCE = "A meeting link that is posted here gets the recorder at once."
ON_REQUEST = "Under a meeting link that is posted here I offer the recorder; somebody has to click."
QUIET = "This is a quiet channel: after a call, nothing of its content is told here."
AFTER = "After a call that was recorded from a thread here, its summary and gaps are told in the thread."
AFTER_OFF = "After a call, nothing of its content is told anywhere."
NO_DIGESTS = "No digest comes here."
FOR_ADMINS = (
    "You are an admin: `/chorister writes` and `joins` turn the switches, `/chorister field` sets the rules of CRM fields; "
    "my Home tab has what else can be changed in Slack."
)


Place = Literal["direct", "channel", "shared", "away"]
"""Where somebody asks: alone with us, in a channel, in one that another company reads too, or where we are not."""


@dataclass(frozen=True)
class Holding:
    """What holds. The sentences are mrkdwn of ours."""

    switches: Sequence[str]
    """Whether writing and recording are on for this person here."""
    joins: bool
    auto_join: bool
    quiet: bool
    after_call: bool
    place: Place
    reading: str
    audience: str
    own_rules: bool
    """Whether the company has rules of deal risk of its own."""
    profiles: Sequence[str]
    digests: Sequence[str]
    """Those that come here."""
    account: str
    admins: Sequence[str]
    is_admin: bool


def told(holding: Holding) -> Message:
    """Its words, and the same as blocks."""
    parts = [
        "\n".join(["*Writing and recording*", *holding.switches, *_links(holding)]),
        "\n".join(["*Who hears of a call*", *_hearers(holding)]),
        f"*Deal risk*\n{_rules(holding)} {_digests(holding.digests)}",
        f"*Your own Chorus account*\n{holding.account}",
    ]
    foot = FOR_ADMINS if holding.is_admin else _who(holding.admins)
    return "\n\n".join([*parts, foot]), [*map(section, parts), context(foot)]


def _links(holding: Holding) -> list[str]:
    """What becomes of a posted meeting link, where that is for anybody to see."""
    if not holding.joins or holding.place != "channel":
        return []
    return [AT_ONCE if holding.auto_join else ON_REQUEST]


def _hearers(holding: Holding) -> list[str]:
    rights = [READING[holding.reading], PRIVATE]
    match holding.place:
        case "shared":
            return [*rights, SHARED]
        case "away":
            return [*rights, AWAY]
        case "direct":
            return [*rights, ALONE]
    after = AFTER if holding.after_call and not holding.quiet else QUIET if holding.after_call else AFTER_OFF
    return [*rights, AUDIENCE[holding.audience], after]


def _rules(holding: Holding) -> str:
    whose = "your company's own rules" if holding.own_rules else "the rules that Chorister comes with"
    names = and_list([f"“{one_line(name, 40)}”" for name in holding.profiles])
    return f"Deals are judged by {whose}{f'; single digests may go by {names}' if names else ''}."


def _digests(digests: Sequence[str]) -> str:
    if not digests:
        return NO_DIGESTS
    return f"{counted(len(digests), 'digest')} here: {'; '.join(digests)}."


def _who(admins: Sequence[str]) -> str:
    if not admins:
        return "Nobody can change these in Slack: the settings of Chorister name no admin."
    return f"To have one of these changed, ask an admin: {and_list([f'<@{escape(id)}>' for id in admins])}."

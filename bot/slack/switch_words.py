"""Why writing or sending the recorder is off. Mrkdwn of ours: nothing in it comes from a model or a call."""

import re

from bot.settings import Settings
from bot.slack.text import dated, escape
from bot.store.switches import Switch

SUBJECT = {"writes": "Writing", "joins": "Sending the recorder"}
"""A switch's name -> what it stops, at the beginning of a sentence."""

SET_OFF = {name: f"{subject} is switched off in Chorister's settings" for name, subject in SUBJECT.items()}
"""A switch's name -> what the environment says, without a full stop."""

NARROWED = "CRM writes"
"""How the reasons begin that hold for some channels or people only."""
NOT_HERE = f"{NARROWED} cannot be approved in this channel; cards here are previews."


def turned_off(switch: Switch) -> str:
    """Who stopped it in Slack, and when."""
    return f"{SUBJECT[switch.name]} was switched off by <@{escape(switch.by)}>, {dated(switch.at)}."


def writing_stopped(settings: Settings, switch: Switch | None) -> str | None:
    """Why nobody may have CRM writes anywhere, or None."""
    if settings.chorister_writes == "off":
        return f"{SET_OFF['writes']}."
    return turned_off(switch) if switch and not switch.on else None


def why_no_write(settings: Settings, switch: Switch | None, user: str, channel: str) -> str | None:
    """Why this person may not have CRM writes in this channel, or None; what stops more comes first."""
    if stopped := writing_stopped(settings, switch):
        return stopped
    if settings.chorister_write_channels and channel not in settings.chorister_write_channels:
        return NOT_HERE
    if settings.chorister_write_people and user not in settings.chorister_write_people:
        return f"{NARROWED} are not open to <@{escape(user)}> yet; whoever runs Chorister decides who may."
    return None


def in_plain_words(why: str) -> str:
    """The same sentence for Claude, who is to mention nobody: without mentions and Slack's dates."""
    without = re.sub(r"<@[^>]*>", "an admin", why)
    return re.sub(r", <!date[^>]*>", "", without)

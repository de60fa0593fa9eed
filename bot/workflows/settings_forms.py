"""The forms of the Home tab as they are sent: what is wrong is said in them; what is right is on record, and then holds."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from bot.commands import NO_NAME, ClearRule, SetRule, policy_of, values_of
from bot.obey import obey
from bot.people import Member
from bot.proposals.field_rules import FieldRule
from bot.risk.gaps import plain_name
from bot.risk.rule_file import BadRules, read_rules
from bot.slack import home_admin as words
from bot.slack import home_forms as forms
from bot.slack import modals
from bot.slack.command_words import NOT_RECORDED, OVERTAKEN, rule_line
from bot.slack.rules_form import RULES, rule_errors, typed_rules
from bot.store.audit import NotRecorded
from bot.store.choices import ChoiceName, Stored
from bot.store.field_rules import ListedRule
from bot.workflows.admins import admin
from bot.workflows.house import house
from bot.workflows.schedule_form import NOBODY_KNOWS
from bot.workflows.steps import SLACK_FAULTS, slack_failure

log = logging.getLogger(__name__)

Answer = dict[str, Any]
"""What the acknowledgement says; empty: the form closes, and what it said holds."""

View = Mapping[str, Any]
TITLE = "Not saved"
NO_VALUES = "`default` takes the rule away, so no values can stand here."
STALE = "This was changed since you opened the form, so nothing of yours was saved. Now:"
AGAIN = "To change that, close the form, open it again from the tab, and enter what you want."


async def take_settings(view: View, user: str) -> Answer:
    """A form of an admin's. Whoever is none (any more) is told so, and it is on record."""
    form = str(view["callback_id"])
    who = await admin(user, f"form {form}", _sending(view))
    if isinstance(who, str):
        return modals.instead(modals.notice(TITLE, who))
    take = {forms.CHANNELS: _channels, RULES: _rules, forms.FIELD: _field}[form]
    try:
        return await take(view, who)
    except NotRecorded:
        log.exception("the form %s was not saved", form)
        return modals.instead(modals.notice(TITLE, NOT_RECORDED))


async def _channels(view: View, who: Member) -> Answer:
    """Both lists; one that stands as it is typed is left alone, whoever set it."""
    lists: list[ChoiceName] = ["auto_join", "quiet"]
    now = {name: await house().choices.holding(name) for name in lists}
    typed = {name: forms.chosen_channels(view, name) for name in lists}
    changed = [name for name in lists if set(typed[name]) != set(now[name].value)]
    if "auto_join" in changed:
        fresh = sorted(set(typed["auto_join"]) - set(now["auto_join"].value))
        if wrong := await _wrong(fresh):
            return modals.errors({"auto_join": wrong})
    stale = [name for name in changed if now[name].stored.version != modals.carried_by(view)[name]]
    for name in changed if not stale else ():
        stale += [] if await _choose(view, name, typed[name], who) else [name]
    return await _stale(stale) if stale else {}


async def _wrong(channels: Sequence[str]) -> str:
    """Why no recorder can be sent from some of these at once; a sentence for each."""
    found = await asyncio.gather(*map(_why_no_join, channels))
    return " ".join(why for why in dict.fromkeys(found) if why)


async def _why_no_join(channel: str) -> str:
    try:
        return forms.why_no_join(await house().speaker.standing(channel))
    except SLACK_FAULTS as error:
        slack_failure(error, "a question about a channel", 0)
        return NOBODY_KNOWS


async def _rules(view: View, who: Member) -> Answer:
    """The company's rules: they have to fit before they hold."""
    parts = typed_rules(view)
    text = "\n".join(parts).rstrip()
    try:
        await asyncio.to_thread(read_rules, text)
    except BadRules as error:
        return modals.errors(rule_errors(str(error), parts))
    if text == (await house().choices.holding("rules")).value.rstrip():
        return {}
    return {} if await _choose(view, "rules", text, who) else await _stale(["rules"])


async def _choose(view: View, name: ChoiceName, value: Any, who: Member) -> bool:
    """Choose on what the form showed; says whether that still stood."""
    shown = Stored(name, version=modals.carried_by(view)[name])
    key = _sending(view)
    return await house().choices.choose(shown, value, who.slack_id, key, name=who.name) is None


async def _stale(names: Sequence[ChoiceName]) -> Answer:
    """What changed since the form was opened, above the form, which keeps what was typed."""
    held = {name: (await house().choices.holding(name)).stored for name in names}
    lines = [f"{words.ABOUT[name]}: {words.chosen(name, stored)}." for name, stored in held.items()]
    return modals.on_top(modals.notice(TITLE, "\n".join([STALE, *lines]), AGAIN))


async def _field(view: View, who: Member) -> Answer:
    """The rule of one field; the word `default` takes it away."""
    field, word, typed = forms.typed_field(view)
    values = values_of(typed)
    if not plain_name(field):
        return modals.errors({"field": NO_NAME})
    if word == forms.DEFAULT and values:
        return modals.errors({"values": NO_VALUES})
    rule = None if word == forms.DEFAULT else FieldRule(policy_of(word), values)
    now = await _rule_of(field)
    if (now.rule if now else None) == rule:
        return {}
    seen, said = _shown_at(view, field), OVERTAKEN
    if (now.at if now else 0.0) == seen:
        command = SetRule(field, rule) if rule else ClearRule(field)
        said = await obey(command, who.slack_id, _sending(view), house(), who.name, seen=seen)
    if said != OVERTAKEN:
        return {}
    now = await _rule_of(field)
    return modals.on_top(modals.notice(TITLE, _other_rule(now), AGAIN))


async def _rule_of(field: str) -> ListedRule | None:
    listed = await house().field_rules.listed()
    return next((one for one in listed if plain_name(one.shown) == plain_name(field)), None)


def _shown_at(view: View, field: str) -> float:
    """When the rule was set that the form showed for a field; 0 where it showed none."""
    carried = modals.carried_by(view)
    return float(carried["at"]) if plain_name(carried["field"]) == plain_name(field) else 0.0


def _other_rule(now: ListedRule | None) -> str:
    return f"{STALE}\n{rule_line(now)}" if now else f"{STALE}\nthis field has no rule of its own any more."


def _sending(view: View) -> str:
    """Names this very sending of a form, which Slack may repeat."""
    return f"{view['id']}:{view['hash']}"

"""What /chorister answers, in private: how the switches and the field rules stand, and what was changed."""

from collections.abc import Sequence

from bot.proposals.field_rules import FieldPolicy, FieldRule, rule_of
from bot.settings import Settings
from bot.slack.switch_words import SET_OFF, SUBJECT, turned_off
from bot.slack.text import and_list, dated, escape, one_line
from bot.store.field_rules import ListedRule
from bot.store.switches import Switch, SwitchName

MEANING = {
    FieldPolicy.ONLY_IF_EMPTY: "ticked where the field is empty",
    FieldPolicy.APPEND: "added under what is there, with the date of the call",
    FieldPolicy.REPLACE: "ticked, even where the field holds something",
    FieldPolicy.NEVER: "not proposed",
}

DEFAULTS = (
    f"Every other field: *only if empty* ({MEANING[FieldPolicy.ONLY_IF_EMPTY]}; where it holds something, a person has to "
    "tick it). Stage, amount, close date and owner: *never*, unless they have a rule above."
)

OVERTAKEN = "Somebody else changed this rule in the meantime, so it stays as they left it."
NOT_RECORDED = (
    "The record of this change could not be kept, so nothing was changed. Please tell whoever runs Chorister."
)

FAILED = (
    "Something went wrong on our side, so please look with `/chorister writes`, `joins` or `fields` at what holds now "
    "before you try again."
)


def not_an_admin(admins: Sequence[str]) -> str:
    """The refusal of a change, and who could make it."""
    if not admins:
        return "Only an admin of Chorister may change this, and there is none: its settings name them. Nothing was changed."
    who = and_list([f"<@{escape(id)}>" for id in admins])
    return f"Only an admin of Chorister may change this: {who}. Nothing was changed."


def how_it_stands(name: SwitchName, settings: Settings, switch: Switch | None) -> str:
    """A switch's state, with what narrows it."""
    if is_off_in_settings(name, settings):
        return f"{SET_OFF[name]}."
    if switch and not switch.on:
        return turned_off(switch)
    by = f" (switched on by <@{escape(switch.by)}>, {dated(switch.at)})" if switch else ""
    if name == "joins":
        return f"{SUBJECT[name]} is on{by}."
    return f"{SUBJECT[name]} is on{by}: each CRM write waits for a person's click.{_narrowed(settings)}"


def turned(name: SwitchName, settings: Settings, *, on: bool) -> str:
    """What follows from turning a switch. The settings can still say no."""
    if is_off_in_settings(name, settings):
        now = f"The switch in Slack is {'on' if on else 'off'} now."
        return f"{now} {SET_OFF[name]}, and only whoever runs Chorister can change that."
    if on:
        more = " Open cards are back; previews have to be asked for again." if name == "writes" else ""
        return f"{SUBJECT[name]} is on again.{_narrowed(settings) if name == 'writes' else ''}{more}"
    if name == "writes":
        return "Writing is off from now on, everywhere: cards are previews, and open ones cannot be approved."
    return "Sending the recorder is off from now on, everywhere. A recorder that was sent already is not called back."


def is_off_in_settings(name: SwitchName, settings: Settings) -> bool:
    """Whether the environment says no, which no switch in Slack can lift."""
    return (settings.chorister_writes if name == "writes" else settings.chorister_joins) == "off"


def _narrowed(settings: Settings) -> str:
    where = and_list([f"<#{escape(id)}>" for id in settings.chorister_write_channels])
    who = and_list([f"<@{escape(id)}>" for id in settings.chorister_write_people])
    return (f" Only in {where}." if where else "") + (f" Only for {who}." if who else "")


def all_rules(rules: Sequence[ListedRule]) -> str:
    """The rules that are set, then what holds for the rest."""
    if not rules:
        return f"No field has a rule of its own.\n{DEFAULTS}"
    return "\n".join(["*Field rules*", *map(rule_line, rules), DEFAULTS])


def rule_line(listed: ListedRule) -> str:
    """A field's rule in a list, with who set it when."""
    return f"• {_named(listed.shown)}: {_told(listed.rule)} · <@{escape(listed.by)}>, {dated(listed.at)}"


def rule_set(field: str, rule: FieldRule) -> str:
    """A field's new rule."""
    return f"From now on, {_named(field)}: {_told(rule)}."


def rule_cleared(field: str, *, had_one: bool) -> str:
    """What holds for a field without a rule."""
    now = _told(rule_of([field], {}))
    return f"{_named(field)} {'goes by the default again' if had_one else 'has no rule of its own'}: {now}."


def _named(field: str) -> str:
    return f"“{one_line(field, 80)}”"


def _told(rule: FieldRule) -> str:
    values = f"; one of: {one_line(', '.join(rule.choices), 200)}" if rule.choices else ""
    return f"*{rule.policy.value}* ({MEANING[rule.policy]}){values}"

"""Doing what a command of /chorister asks. A change is on record before it holds: without the record, it does not happen."""

from typing import Any

from bot.commands import ClearRule, Help, SetRule, ShowRules, ShowSwitch, ShowUsage, TurnSwitch
from bot.risk.gaps import plain_name
from bot.slack import command_words as words
from bot.slack import help_words, usage_words
from bot.workflows.house import House

Order = Help | ShowUsage | ShowSwitch | TurnSwitch | ShowRules | SetRule | ClearRule
"""The commands that look at something or change it here."""


async def obey(
    command: Order, who: str, key: str, here: House, name: str | None = None, *, seen: float | None = None
) -> str:
    """
    Look or change, and say how it stands; `key` names the one command that was typed. `seen`: when the field's rule was set
    that shall be replaced, 0 where there was none; None replaces any.
    """
    match command:
        case Help(topic):
            return help_words.told(topic)
        case ShowUsage():
            return await _usage(who, here)
        case ShowSwitch(name):
            return words.how_it_stands(name, here.settings, await here.switches.get(name))
        case ShowRules():
            return words.all_rules(await here.field_rules.listed())
    if who not in here.settings.chorister_admins:
        return words.not_an_admin(here.settings.chorister_admins)
    return (
        await _turn(command, who, key, here, name)
        if isinstance(command, TurnSwitch)
        else await _rule(command, who, key, here, name, seen)
    )


async def _usage(who: str, here: House) -> str:
    """What was spent: admins see everybody's, others their own."""
    now, settings = here.now(), here.settings
    spent = await here.spending.since(usage_words.since(now))
    if who in settings.chorister_admins:
        return usage_words.everybodys(spent, now, settings)
    return usage_words.ones_own(spent, who, now, settings)


async def _turn(command: TurnSwitch, who: str, key: str, here: House, name: str | None) -> str:
    now, before = here.now(), await here.switches.get(command.name)
    what = "switched on" if command.on else "switched off"
    was = "off" if before and not before.on else "on"
    await here.audit.record(f"switch:{command.name}", what, who, now, key=key, was=was, name=name)
    await here.switches.set(command.name, command.on, who, now)
    return words.turned(command.name, here.settings, on=command.on)


async def _rule(
    command: SetRule | ClearRule, who: str, key: str, here: House, name: str | None, seen: float | None
) -> str:
    now, field = here.now(), command.field
    run = f"field:{plain_name(field)}"
    before = (await here.field_rules.all()).get(plain_name(field))
    detail: dict[str, Any] = {
        "name": name,
        "field": field,
        "was": [before.policy.value, *before.choices] if before else None,
    }
    if isinstance(command, SetRule):
        rule = [command.rule.policy.value, *command.rule.choices]
        await here.audit.record(run, "rule set", who, now, key=key, **detail, rule=rule)
        done = await here.field_rules.set(field, command.rule, who, now, seen=seen)
        said = words.rule_set(field, command.rule)
    elif before:
        await here.audit.record(run, "rule cleared", who, now, key=key, **detail)
        done = await here.field_rules.clear(field, seen=seen) or seen is None
        said = words.rule_cleared(field, had_one=True)
    else:
        return words.rule_cleared(field, had_one=False)
    if not done:
        await here.audit.note(run, "rule was changed meanwhile", who, now, key=key)
    return said if done else words.OVERTAKEN

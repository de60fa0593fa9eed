"""What admins click on the Home tab: a switch, the way back to the environment, the way to a form. Rights are asked anew."""

import logging
from functools import partial
from typing import Any, cast

from bot.choices import VARIABLES
from bot.commands import TurnSwitch
from bot.durable import start_once, step, workflow
from bot.obey import obey
from bot.risk.gaps import plain_name
from bot.slack import home_admin as words
from bot.slack import home_forms as forms
from bot.slack.blocks import Block
from bot.slack.command_words import NOT_RECORDED, how_it_stands
from bot.slack.rules_form import TOO_LONG, rules_form
from bot.store.audit import NotRecorded
from bot.store.choices import ChoiceName
from bot.store.switches import SwitchName
from bot.workflows.admins import admin
from bot.workflows.change_schedule import Click, answering
from bot.workflows.home import show_home
from bot.workflows.house import house
from bot.workflows.repaint import repaint
from bot.workflows.settle import settle_one
from bot.workflows.steps import open_modal

log = logging.getLogger(__name__)

ALREADY = "That was done before you clicked. "


@workflow("turn at home")
async def turn_at_home(value: str, click: Click) -> None:
    """Somebody clicked a switch; `value`: its name, and on or off."""
    async with answering(click):
        done = await turn(value, click)
        if done["repaint"]:
            await start_once(f"repaint:{click['token']}", repaint)
        await show_home(click["user"], done["say"])


@step("turn switch")
async def turn(value: str, click: Click) -> dict[str, Any]:
    """Turn it, on record first; one that stands so already is left alone, and so is what anybody but an admin wants."""
    here, who = house(), await admin(click["user"], f"switch {value}", click["token"])
    if isinstance(who, str):
        return {"say": who, "repaint": False}
    name, on = cast(SwitchName, value.partition(" ")[0]), value.endswith(" on")
    stands = await here.switches.get(name)
    if (stands is None or stands.on) is on:
        return {"say": ALREADY + how_it_stands(name, here.settings, stands), "repaint": name == "writes"}
    try:
        say = await obey(TurnSwitch(name, on), click["user"], click["token"], here, who.name)
    except NotRecorded:
        log.exception("the switch %s was not turned", name)
        return {"say": NOT_RECORDED, "repaint": False}
    return {"say": say, "repaint": name == "writes"}


@workflow("back to the environment")
async def go_back(value: str, click: Click) -> None:
    """Somebody clicked that the environment's word holds again; `value`: the choice, and the version that was shown."""
    async with answering(click):
        await show_home(click["user"], await undo_choice(value, click))


@step("undo choice")
async def undo_choice(value: str, click: Click) -> str:
    """Take a choice back, on record first; the sentence about it."""
    here, who = house(), await admin(click["user"], f"back to the environment: {value}", click["token"])
    if isinstance(who, str):
        return who
    word, _, version = value.partition(" ")
    name, now = cast(ChoiceName, word), (await here.choices.holding(cast(ChoiceName, word))).stored
    if str(now.version) != version:
        return f"{words.ABOUT[name]} was changed since your tab showed it, so nothing was done: {words.chosen(name, now)}."
    try:
        other = await here.choices.choose(now, None, click["user"], click["token"], name=who.name)
    except NotRecorded:
        log.exception("the choice %s was not taken back", name)
        return NOT_RECORDED
    return f"{words.ABOUT[name]}: {words.chosen(name, other.stored)}." if other else _back(name)


def _back(name: ChoiceName) -> str:
    return f"{words.ABOUT[name]}: what `{VARIABLES[name]}` says holds again, from now on."


@workflow("open admin form")
async def open_admin_form(what: str, field: str, click: Click) -> None:
    """Somebody clicked the way to a form; Slack lets one be opened for three seconds. `field`: whose rule, if any."""
    async with answering(click):
        opened = await settle_one(partial(show_admin_form, what, field, click), attempts=1)
        if not opened["ok"]:
            await show_home(click["user"], opened["say"])


@step("show admin form")
async def show_admin_form(what: str, field: str, click: Click, attempt: int) -> dict[str, Any]:
    """Open it for an admin; else the sentence (mrkdwn of ours) that says why not."""
    who = await admin(click["user"], f"form {what}", click["token"])
    if isinstance(who, str):
        return {"ok": False, "say": who}
    view = await _form(what, field)
    if view is None:
        return {"ok": False, "say": TOO_LONG}
    return await open_modal(click["trigger"], view)


async def _form(what: str, field: str) -> Block | None:
    choices = house().choices
    match what:
        case words.CHANNELS:
            join, quiet = await choices.holding("auto_join"), await choices.holding("quiet")
            versions = {"auto_join": join.stored.version, "quiet": quiet.stored.version}
            return forms.channels_form(
                {"auto_join": (join.value, versions["auto_join"]), "quiet": (quiet.value, versions["quiet"])}
            )
        case words.RULES:
            held = await choices.holding("rules")
            return rules_form(held.value, held.stored.version)
        case words.AUDIT:
            return forms.audit_form()
    listed = await house().field_rules.listed()
    known = next((rule for rule in listed if plain_name(rule.shown) == plain_name(field)), None)
    return forms.field_form(known.shown, known.rule, known.at) if known else forms.field_form("", None, 0.0)

"""The parts of the Home tab that only admins see: how connections do, switches, settings, usage, the record, silent runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.choices import VARIABLES, Holding
from bot.settings import Settings
from bot.slack.blocks import Block, actions, button, confirmed, header, section
from bot.slack.command_words import DEFAULTS, how_it_stands, is_off_in_settings, rule_line
from bot.slack.digest_items import select
from bot.slack.home_mine import more
from bot.slack.schedule_words import named_day, place
from bot.slack.switch_words import SUBJECT
from bot.slack.text import dated, escape, one_line, split
from bot.store.choices import ChoiceName, Stored
from bot.store.field_rules import ListedRule
from bot.store.schedules import Period
from bot.store.sightings import Sighting
from bot.store.switches import Switch, SwitchName
from bot.store.troubles import Trouble

TURN, CHANNELS, RULES, BACK = "home_turn", "home_channels", "home_rules", "home_back"
FIELD, FIELDS, AUDIT = "home_field", "home_fields", "home_audit"

CHANNELS_SHOWN, FIELDS_SHOWN = 20, 10
OPTIONS, VALUE = 100, 150
"""Options that a menu takes, and characters of the value of one."""

NAMES = {"truto": "Truto", "chorus": "Chorus", "claude": "Claude"}
"""Connections, as people call them, in the order in which a request meets them."""
ABOUT: Mapping[ChoiceName, str] = {
    "auto_join": "*Auto-join*: a posted meeting link gets the recorder at once",
    "quiet": "*Quiet*: what was said in a recorded call is never told there",
    "rules": "*Rules of deal risk*",
}
SHORT: Mapping[ChoiceName, str] = {"auto_join": "auto-join", "quiet": "quiet channels", "rules": "rules"}
NONE_SILENT = "No run of a digest was silent so far."


@dataclass(frozen=True)
class Silent:
    """A run that posted nothing, and whose digest it was."""

    period: Period
    channel: str
    by: str


def health(
    seen: Mapping[str, Sighting],
    troubles: Sequence[Trouble],
    now: float,
    lacks: Sequence[str] = (),
    due: tuple[float, str] | None = None,
) -> list[Block]:
    """
    How each connection does, as calls have shown; nobody is asked only to find out. `lacks`: scopes that Slack has not
    granted; `due`: when the next digest comes, and where.
    """
    lines = [f"• *Slack*: works; this tab was made {dated(now)}{_lacking(lacks)}"]
    lines += [f"• *{name}*: {_health(seen.get(id))}" for id, name in NAMES.items()]
    lines += [
        f"• *An admin has to act*, since {dated(t.opened_at)}: {one_line(t.say, 300)}" for t in troubles
    ]
    lines += [f"• *Next digest*: {dated(due[0])}, {due[1]}"] if due else []
    return [header("Health"), *_sections(lines)]


def _lacking(scopes: Sequence[str]) -> str:
    """What only installing the app anew brings."""
    named = ", ".join(f"`{escape(scope)}`" for scope in scopes)
    return f" · *not granted*: {named}; install the app again from `manifest.yml`" if scopes else ""


def _health(found: Sighting | None) -> str:
    if found is None or (found.worked_at is None and found.failed_at is None):
        return "nothing is known yet, as it was not needed so far"
    worked = f"last seen working {dated(found.worked_at)}" if found.worked_at else "never seen working"
    if found.failed_at is None:
        return worked
    failed = f"failed {dated(found.failed_at)}: {one_line(found.why, 300)}"
    return f"{failed} · {worked}" if found.is_failing else f"{worked} · before that it {failed}"


def switches(settings: Settings, stand: Mapping[SwitchName, Switch | None]) -> list[Block]:
    """Writes and joins, each with the button that turns it; what the environment forbids has none."""
    rows = [_switch(name, settings, switch) for name, switch in stand.items()]
    return [header("Switches"), *rows]


def _switch(name: SwitchName, settings: Settings, switch: Switch | None) -> Block:
    text = how_it_stands(name, settings, switch)
    if is_off_in_settings(name, settings):
        return section(f"{text} Only whoever runs Chorister can change that.")
    is_on = switch is None or switch.on
    turn = "off" if is_on else "on"
    press = button(f"Turn {name} {turn}", TURN, f"{name} {turn}", "danger" if is_on else "primary")
    sure = f"{SUBJECT[name]} is {turn} then for everybody, at once."
    return section(text, accessory=confirmed(press, sure, f"Turn {turn}"))


def channels(auto_join: Holding, quiet: Holding) -> list[Block]:
    """In which channels links are joined at once, and which hear nothing of calls."""
    held: list[tuple[ChoiceName, Holding]] = [("auto_join", auto_join), ("quiet", quiet)]
    rows = [section(f"{ABOUT[name]}\n{_stand(name, now)}") for name, now in held]
    backs = [_back(name, now.stored) for name, now in held if now.is_chosen]
    return [
        header("Channels"),
        *rows,
        actions("home:channels", button("Change", CHANNELS, "channels"), *backs),
    ]


def _stand(name: ChoiceName, now: Holding) -> str:
    """The channels of a list, and who said so; where nobody ever did, there is nothing to look up anywhere."""
    if not now.value and not now.stored.version:
        return "No channel."
    return f"{_listed(now.value)} · {chosen(name, now.stored)}"


def _listed(ids: Sequence[str]) -> str:
    shown = ", ".join(f"<#{escape(id)}>" for id in ids[:CHANNELS_SHOWN]) or "No channel"
    rest = len(ids) - CHANNELS_SHOWN
    return f"{shown} and {rest} more" if rest > 0 else shown


def rules(held: Holding, said: str) -> list[Block]:
    """The rules of deal risk. `said`: them in a line, or why they cannot be used; not escaped."""
    text = f"{one_line(said, 800)} · {chosen('rules', held.stored)}"
    row = [button("Change", RULES, "rules"), *([_back("rules", held.stored)] if held.is_chosen else [])]
    return [header("Rules of deal risk"), section(text), actions("home:rules", *row)]


def chosen(name: ChoiceName, stored: Stored) -> str:
    """Which word holds, and who said it when."""
    if stored.value is not None:
        return f"chosen here by <@{escape(stored.by)}>, {dated(stored.at)}; it wins over `{VARIABLES[name]}`"
    gone_back = f"; <@{escape(stored.by)}> went back to it, {dated(stored.at)}" if stored.version else ""
    return f"as `{VARIABLES[name]}` says{gone_back}"


def _back(name: ChoiceName, stored: Stored) -> Block:
    press = button(f"Back to the environment's: {SHORT[name]}", f"{BACK}:{name}", f"{name} {stored.version}")
    return confirmed(press, f"What {VARIABLES[name]} says holds then, for everybody, at once.", "Go back")


def fields(listed: Sequence[ListedRule]) -> list[Block]:
    """What may happen to each CRM field."""
    lines = [rule_line(rule) for rule in listed[:FIELDS_SHOWN]]
    made = [header("Field policy"), *_sections([*lines, DEFAULTS])]
    made += more(len(listed) - FIELDS_SHOWN, "`/chorister fields` lists them.")
    known = [rule for rule in listed if len(rule.shown) <= VALUE][:OPTIONS]
    menu = [select("Change a rule", FIELDS, {rule.shown: rule.shown for rule in known})] if known else []
    return [*made, actions("home:fields", button("Set a field's rule", FIELD, "field"), *menu)]


def usage(said: str) -> list[Block]:
    """What was spent at Claude, as `/chorister usage` says it."""
    return [header("Usage"), section(said)]


def record() -> list[Block]:
    """The way to the record."""
    text = "Who asked for what, who decided, what was written and what came back."
    return [header("Record"), section(text, accessory=button("Search the record", AUDIT, "audit"))]


def silent_runs(found: Sequence[Silent]) -> list[Block]:
    """The last runs of digests that posted nothing: quiet and broken never look alike."""
    lines = [
        f"• {dated(run.period.at)} · {place(run.channel, run.by)} · {_became(run.period)}" for run in found
    ]
    return [header("Last silent runs"), *_sections(lines or [NONE_SILENT])]


def _became(period: Period) -> str:
    match period.state:
        case "quiet":
            return f"checked, {one_line(period.note or 'nothing changed', 100)}"
        case "missed":
            return f"*missed* on {named_day(period.period)}: the bot was away"
    return f"*failed*: {one_line(period.note, 300) or 'the reason is in the log.'}"


def _sections(lines: Sequence[str]) -> list[Block]:
    """Lines in as few paragraphs as Slack takes them in."""
    return [section(piece) for piece in split("\n".join(lines))]

"""The form of a digest's schedule: where, when, whose deals. It is filled in once and keeps nothing by itself."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.digests.filled import Filled
from bot.digests.schedule import EVERYBODY, Schedule
from bot.digests.zones import offered
from bot.slack.blocks import Block, plain_text, section
from bot.slack.schedule_words import WEEK, Reader, place, times, upcoming
from bot.slack.text import escape

FORM = "digest_schedule"
VALUE = "value"
CHANNEL, DAYS, AT, ZONE = "channel", "days", "at", "zone"
REPS, GROUPING, QUIET, PROFILE, MORE = "reps", "grouping", "quiet", "profile", "more"
OPTIONS, OPTION = 100, 75
"""Options of one group of a select, and characters of one."""
PEOPLE, NAME, CHOSEN = 500, 40, 50
"""People to choose from, characters of a name, and people chosen; a form with more would be too large for Slack."""
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
GROUPINGS = {"rep": "By rep, then by severity", "deal": "By deal"}
HIDE, EACH = "hide", "each"
TITLE = "Risk digest"
OWN = "rules:"
"""In front of the name of a profile; alone: the company's own rules."""
LOST = "…"
"""In the place of a profile that has to be chosen anew."""
CHANNEL_HINT = (
    "Invite me there first. Others in it will read the digest. Left empty: it goes to {} alone, directly."
)


@dataclass(frozen=True)
class Choice:
    """What its maker may choose from."""

    maker: str
    """Whose rights the digest has, by name."""
    people: Sequence[tuple[str, str]]
    """Chorus ids and names."""
    everybody: bool = False
    profiles: Sequence[str] = ()
    """Of the company's rules."""

    @property
    def is_alone(self) -> bool:
        """Whether there is nobody but the maker."""
        return len(self.people) < 2 and not self.everybody


def form(filled: Filled, choice: Choice, id: str = "") -> Block:
    """The modal. `id`: the schedule it edits."""
    return {
        "type": "modal",
        "callback_id": FORM,
        "title": plain_text(TITLE),
        "submit": plain_text("Save" if id else "Schedule"),
        "close": plain_text("Cancel"),
        "private_metadata": json.dumps({"id": id}),
        "blocks": [
            _input(CHANNEL, "Channel", _channel(filled), CHANNEL_HINT.format(choice.maker[:100]), optional=True),
            _input(DAYS, "Days", _days(filled)),
            _input(AT, "Time", {"type": "timepicker", "initial_time": filled.at}),
            _input(ZONE, "Time zone", _zone(filled)),
            *_reps(filled, choice),
            _input(GROUPING, "Order", _grouping(filled)),
            _input(QUIET, "Quiet days", _quiet(filled), "No digest on these dates. Such as 2026-12-24, 2026-12-25.", True),
            *_profiles(filled, choice.profiles),
            _input(MORE, "More", _more(filled, choice), optional=True),
        ],
    }  # fmt: skip


def kept(schedule: Schedule, reader: Reader) -> Block:
    """What the form becomes once its schedule is kept."""
    where = f"The digest goes to {place(schedule.channel, schedule.by)}: {times(schedule)}."
    next_run = upcoming(schedule, reader)
    later = "`/chorister digests` and my Home tab list it, to run it now, pause, edit or delete it."
    return _notice(f"{where}\n{next_run[0].upper()}{next_run[1:]}.\n{later}")


def notice(say: str) -> Block:
    """The form's place, with a sentence in it."""
    return _notice(escape(say))


def schedule_id(view: Mapping[str, Any]) -> str:
    """The schedule a form edits; empty for a new one."""
    return str(json.loads(view["private_metadata"])["id"])


def filled_in(view: Mapping[str, Any]) -> Filled:
    """What was filled in."""
    values = {block: held[VALUE] for block, held in view["state"]["values"].items() if VALUE in held}
    chosen = {block: (held.get("selected_option") or {}).get("value", "") for block, held in values.items()}
    many = {
        block: tuple(o["value"] for o in held.get("selected_options") or ()) for block, held in values.items()
    }
    return Filled(
        channel=values[CHANNEL].get("selected_conversation") or "",
        days=tuple(sorted(int(day) for day in many[DAYS])),
        at=values[AT].get("selected_time") or "",
        zone=chosen[ZONE],
        reps=many.get(REPS, ()),
        grouping="rep" if chosen[GROUPING] == "rep" else "deal",
        quiet=values[QUIET].get("value") or "",
        hide_amounts=HIDE in many[MORE],
        profile=(chosen.get(PROFILE, OWN) or LOST).removeprefix(OWN),
        each_rep=EACH in many[MORE],
    )


def errors(found: Mapping[str, str]) -> dict[str, Any]:
    """What is wrong with which field, as the acknowledgement takes it."""
    return {"response_action": "errors", "errors": {field: say[:300] for field, say in found.items()}}


def instead(view: Block) -> dict[str, Any]:
    """Another view in the form's place, as the acknowledgement takes it."""
    return {"response_action": "update", "view": view}


def _notice(say: str) -> Block:
    return {
        "type": "modal",
        "title": plain_text(TITLE),
        "close": plain_text("Close"),
        "blocks": [section(say)],
    }


def _input(field: str, label: str, element: Block, hint: str = "", optional: bool = False) -> Block:
    made = {"type": "input", "block_id": field, "label": plain_text(label), "optional": optional}
    return made | {"element": element | {"action_id": VALUE}} | ({"hint": plain_text(hint)} if hint else {})


def _option(value: str, text: str) -> Block:
    return {"text": plain_text(text[:OPTION]), "value": value}


def _channel(filled: Filled) -> Block:
    which = {
        "include": ["public", "private"],
        "exclude_external_shared_channels": True,
        "exclude_bot_users": True,
    }
    held = {"initial_conversation": filled.channel} if filled.channel else {}
    return {
        "type": "conversations_select",
        "filter": which,
        "placeholder": plain_text("Choose a channel"),
    } | held


def _days(filled: Filled) -> Block:
    options = [_option(str(n), name) for n, name in enumerate(DAY_NAMES[: len(WEEK)])]
    return {"type": "checkboxes", "options": options} | _ticked(options, [str(day) for day in filled.days])


def _zone(filled: Filled) -> Block:
    options = [_option(zone, zone) for zone in offered(filled.zone)]
    return {"type": "static_select", "options": options, "initial_option": options[0]}


def _grouping(filled: Filled) -> Block:
    options = [_option(value, text) for value, text in GROUPINGS.items()]
    held = next(option for option in options if option["value"] == filled.grouping)
    return {"type": "radio_buttons", "options": options, "initial_option": held}


def _quiet(filled: Filled) -> Block:
    held = {"initial_value": filled.quiet} if filled.quiet else {}
    return {"type": "plain_text_input", "multiline": True, "max_length": 3000} | held


def _more(filled: Filled, choice: Choice) -> Block:
    options = [_option(HIDE, "Leave the amounts of deals out")]
    if not choice.is_alone:
        options.append(_option(EACH, "Send each rep their own deals too, directly"))
    ticked = [value for value, on in ((HIDE, filled.hide_amounts), (EACH, filled.each_rep)) if on]
    return {"type": "checkboxes", "options": options} | _ticked(options, ticked)


def _profiles(filled: Filled, profiles: Sequence[str]) -> list[Block]:
    """By which rules; left out where there is one set of them."""
    if not profiles:
        return []
    options = [_option(OWN, "The company's own"), *(_option(OWN + name, name) for name in profiles)]
    # Rules that are gone are not replaced without a word: then nothing is chosen, and the form insists.
    chosen = [option for option in options if option["value"] == OWN + filled.profile]
    held = {"initial_option": chosen[0]} if chosen else {}
    return [_input(PROFILE, "Rules", {"type": "static_select", "options": options} | held)]


def _reps(filled: Filled, choice: Choice) -> list[Block]:
    """Whose deals; left out for somebody who can choose nobody but themselves."""
    if choice.is_alone:
        return []
    all_of_them = [_option(EVERYBODY, "Everybody in Chorus")] if choice.everybody else []
    chosen_first = sorted(choice.people, key=lambda one: one[0] not in filled.reps)
    options = all_of_them + [_option(id, name[:NAME]) for id, name in chosen_first[:PEOPLE]]
    select = {"type": "multi_static_select", "max_selected_items": CHOSEN} | _choices(options)
    select["placeholder"] = plain_text("The whole team")
    hint = f"Left empty: everybody who reports to {choice.maker[:100]}, also those who join later."
    hint += f" The first {PEOPLE} people are listed." if len(choice.people) > PEOPLE else ""
    return [_input(REPS, "Whose deals", select | _ticked(options, filled.reps), hint, optional=True)]


def _choices(options: list[Block]) -> Block:
    """As many options as Slack takes in one list, else groups of them named by their first and last one."""
    if len(options) <= OPTIONS:
        return {"options": options}
    parts = [options[n : n + OPTIONS] for n in range(0, len(options), OPTIONS)]
    names = [[part[end]["text"]["text"][:30] for end in (0, -1)] for part in parts]
    labels = [plain_text(f"{first} … {last}") for first, last in names]
    return {"option_groups": [{"label": la, "options": part} for la, part in zip(labels, parts, strict=True)]}


def _ticked(options: list[Block], values: Sequence[str]) -> Block:
    held = [option for option in options if option["value"] in values]
    return {"initial_options": held} if held else {}

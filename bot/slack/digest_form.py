"""The form of a digest's schedule: where, when, whose deals. It is filled in once and keeps nothing by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.digests.filled import Filled
from bot.digests.schedule import EVERYBODY, Schedule
from bot.digests.zones import offered
from bot.slack import modals
from bot.slack.blocks import Block, plain_text
from bot.slack.modals import OWN_CHANNELS, input_of, option
from bot.slack.schedule_words import WEEK, Reader, place, times, upcoming
from bot.slack.text import escape

FORM = "digest_schedule"
CHANNEL, DAYS, AT, ZONE = "channel", "days", "at", "zone"
REPS, GROUPING, QUIET, PROFILE, MORE = "reps", "grouping", "quiet", "profile", "more"
OPTIONS = 100
"""Options of one group of a select."""
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
    return modals.form(
        FORM,
        TITLE,
        {"id": id},
        [
            input_of(CHANNEL, "Channel", _channel(filled), CHANNEL_HINT.format(choice.maker[:100]), optional=True),
            input_of(DAYS, "Days", _days(filled)),
            input_of(AT, "Time", {"type": "timepicker", "initial_time": filled.at}),
            input_of(ZONE, "Time zone", _zone(filled)),
            *_reps(filled, choice),
            input_of(GROUPING, "Order", _grouping(filled)),
            input_of(QUIET, "Quiet days", _quiet(filled), "No digest on these dates. Such as 2026-12-24, 2026-12-25.", True),
            *_profiles(filled, choice.profiles),
            input_of(MORE, "More", _more(filled, choice), optional=True),
        ],
        "Save" if id else "Schedule",
    )  # fmt: skip


def kept(schedule: Schedule, reader: Reader) -> Block:
    """What the form becomes once its schedule is kept."""
    where = f"The digest goes to {place(schedule.channel, schedule.by)}: {times(schedule)}."
    next_run = upcoming(schedule, reader)
    later = "`/chorister digests` and my Home tab list it, to run it now, pause, edit or delete it."
    return modals.notice(TITLE, f"{where}\n{next_run[0].upper()}{next_run[1:]}.\n{later}")


def notice(say: str) -> Block:
    """The form's place, with a sentence in it."""
    return modals.notice(TITLE, escape(say))


def schedule_id(view: Mapping[str, Any]) -> str:
    """The schedule a form edits; empty for a new one."""
    return str(modals.carried_by(view)["id"])


def filled_in(view: Mapping[str, Any]) -> Filled:
    """What was filled in."""
    values = modals.values_in(view)
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


def _channel(filled: Filled) -> Block:
    held = {"initial_conversation": filled.channel} if filled.channel else {}
    return {
        "type": "conversations_select",
        "filter": OWN_CHANNELS,
        "placeholder": plain_text("Choose a channel"),
    } | held


def _days(filled: Filled) -> Block:
    options = [option(str(n), name) for n, name in enumerate(DAY_NAMES[: len(WEEK)])]
    return {"type": "checkboxes", "options": options} | _ticked(options, [str(day) for day in filled.days])


def _zone(filled: Filled) -> Block:
    options = [option(zone, zone) for zone in offered(filled.zone)]
    return {"type": "static_select", "options": options, "initial_option": options[0]}


def _grouping(filled: Filled) -> Block:
    options = [option(value, text) for value, text in GROUPINGS.items()]
    held = next(one for one in options if one["value"] == filled.grouping)
    return {"type": "radio_buttons", "options": options, "initial_option": held}


def _quiet(filled: Filled) -> Block:
    held = {"initial_value": filled.quiet} if filled.quiet else {}
    return {"type": "plain_text_input", "multiline": True, "max_length": 3000} | held


def _more(filled: Filled, choice: Choice) -> Block:
    options = [option(HIDE, "Leave the amounts of deals out")]
    if not choice.is_alone:
        options.append(option(EACH, "Send each rep their own deals too, directly"))
    ticked = [value for value, on in ((HIDE, filled.hide_amounts), (EACH, filled.each_rep)) if on]
    return {"type": "checkboxes", "options": options} | _ticked(options, ticked)


def _profiles(filled: Filled, profiles: Sequence[str]) -> list[Block]:
    """By which rules; left out where there is one set of them."""
    if not profiles:
        return []
    options = [option(OWN, "The company's own"), *(option(OWN + name, name) for name in profiles)]
    # Rules that are gone are not replaced without a word: then nothing is chosen, and the form insists.
    chosen = [one for one in options if one["value"] == OWN + filled.profile]
    held = {"initial_option": chosen[0]} if chosen else {}
    return [input_of(PROFILE, "Rules", {"type": "static_select", "options": options} | held)]


def _reps(filled: Filled, choice: Choice) -> list[Block]:
    """Whose deals; left out for somebody who can choose nobody but themselves."""
    if choice.is_alone:
        return []
    all_of_them = [option(EVERYBODY, "Everybody in Chorus")] if choice.everybody else []
    chosen_first = sorted(choice.people, key=lambda one: one[0] not in filled.reps)
    options = all_of_them + [option(id, name[:NAME]) for id, name in chosen_first[:PEOPLE]]
    select = {"type": "multi_static_select", "max_selected_items": CHOSEN} | _choices(options)
    select["placeholder"] = plain_text("The whole team")
    hint = f"Left empty: everybody who reports to {choice.maker[:100]}, also those who join later."
    hint += f" The first {PEOPLE} people are listed." if len(choice.people) > PEOPLE else ""
    return [input_of(REPS, "Whose deals", select | _ticked(options, filled.reps), hint, optional=True)]


def _choices(options: list[Block]) -> Block:
    """As many options as Slack takes in one list, else groups of them named by their first and last one."""
    if len(options) <= OPTIONS:
        return {"options": options}
    parts = [options[n : n + OPTIONS] for n in range(0, len(options), OPTIONS)]
    names = [[part[end]["text"]["text"][:30] for end in (0, -1)] for part in parts]
    labels = [plain_text(f"{first} … {last}") for first, last in names]
    return {"option_groups": [{"label": la, "options": part} for la, part in zip(labels, parts, strict=True)]}


def _ticked(options: list[Block], values: Sequence[str]) -> Block:
    held = [one for one in options if one["value"] in values]
    return {"initial_options": held} if held else {}

"""What a control is called, what it offers and what it holds: everything its template asks for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from markupsafe import Markup

from sandbox.slack.journal import Json
from sandbox.slack.render_rich_text import rich_lines
from sandbox.window.drawing import inline
from sandbox.window.drawing.mrkdwn import mrkdwn_line
from sandbox.window.drawing.viewer import Names, Reader, zone_named

HELD = (
    "value", "selected_option", "selected_options", "selected_user", "selected_users", "selected_conversation",
    "selected_conversations", "selected_channel", "selected_channels", "selected_date", "selected_time",
    "selected_date_time", "rich_text_value",
)  # fmt: skip
INPUT_TYPES = {
    "plain_text_input": "text",
    "email_text_input": "email",
    "url_text_input": "url",
    "number_input": "number",
    "datepicker": "date",
    "timepicker": "time",
    "datetimepicker": "datetime-local",
}
_WORDS = {
    "datepicker": "Choose a date",
    "timepicker": "Choose a time",
    "datetimepicker": "Choose a date and time",
    "plain_text_input": "Write something",
    "overflow": "More actions",
}


@dataclass(frozen=True)
class Choice:
    """One option: its value, its words, and whether it is the one (or one of those) held."""

    value: str
    label: Markup
    is_chosen: bool
    note: Markup | None = None


@dataclass(frozen=True)
class Group:
    """Options under a heading; without one they are just the options."""

    label: str
    choices: list[Choice]


def words_for(element: Json) -> str:
    """Return what a control without a label is called."""
    placeholder = (element.get("placeholder") or {}).get("text")
    return str(placeholder or _WORDS.get(element["type"], "Choose"))


def held_of(values: Json, block_id: str, action_id: str) -> Any:
    """Return what `state.values` says an input holds."""
    held: Json = values.get(block_id, {}).get(action_id, {})
    return next((held[name] for name in HELD if held.get(name) is not None), None)


def typed(element: Json, held: Any, zone: str) -> str:
    """Return what a field of text, a date or a time shows."""
    if held is None:
        return ""
    if isinstance(held, dict):
        return "\n".join(rich_lines(held))
    if element["type"] == "datetimepicker":
        return datetime.fromtimestamp(int(held), UTC).astimezone(zone_named(zone)).strftime("%Y-%m-%dT%H:%M")
    return str(held)


def rows_for(text: str) -> int:
    """Return how many rows show a text, within reason."""
    return max(3, min(10, text.count("\n") + 1 + len(text) // 70))


def groups(element: Json, held: Any, reader: Reader) -> list[Group]:
    """Return everything a menu or a set of boxes offers, in its groups."""
    chosen = _values(held)
    if (named := _named(element, reader.names)) is not None:
        known = {**named, **{one: one for one in chosen if one not in named}}
        return [Group("", [Choice(key, Markup.escape(name), key in chosen) for key, name in known.items()])]
    offered = element.get("option_groups") or [{"options": element.get("options") or []}]
    return [
        Group(
            str((group.get("label") or {}).get("text", "")),
            [_choice(one, chosen, reader) for one in group.get("options", [])],
        )
        for group in offered
    ]


def limits(element: Json) -> dict[str, Any]:
    """Return what the browser itself can hold a person to."""
    step = "any" if element.get("is_decimal_allowed") else 1
    number = {"min": element.get("min_value"), "max": element.get("max_value"), "step": step}
    text = {"minlength": element.get("min_length"), "maxlength": element.get("max_length")}
    wanted = number if element["type"] == "number_input" else text
    return {name: value for name, value in wanted.items() if value is not None}


def _choice(option: Json, chosen: set[str], reader: Reader) -> Choice:
    note = option.get("description")
    value = str(option.get("value", ""))
    label = label_of(option.get("text"), reader)
    return Choice(value, label, value in chosen, label_of(note, reader) if note else None)


def label_of(text: Json | str | None, reader: Reader) -> Markup:
    """Return a text object for a place that takes one line of words."""
    if not isinstance(text, dict):
        return inline.lines(str(text or ""))
    words = str(text.get("text", ""))
    if text.get("type") == "mrkdwn":
        return mrkdwn_line(words, reader, verbatim=bool(text.get("verbatim")))
    return inline.lines(words) if text.get("emoji") is False else inline.plain(words)


def _values(held: Any) -> set[str]:
    listed = held if isinstance(held, list) else [held]
    return {str(one["value"] if isinstance(one, dict) else one) for one in listed if one is not None}


def _named(element: Json, names: Names) -> Mapping[str, str] | None:
    """Return the people or channels an element offers by itself; None for one with options of its own."""
    kind = str(element["type"]).removeprefix("multi_")
    if kind == "users_select":
        return dict(_sorted(names.users))
    if kind == "channels_select":
        return dict(_sorted(_channels(names, {"public"})))
    if kind == "conversations_select":
        include = (element.get("filter") or {}).get("include") or ("public", "private", "im", "mpim")
        return dict(_sorted(_channels(names, set(include))))
    return None


def _channels(names: Names, include: set[str]) -> dict[str, str]:
    """Return the channels of these kinds. An id tells a direct conversation (D) from the rest, and no more."""
    rooms = bool(include & {"public", "private"})
    wanted = {
        key: name for key, name in names.channels.items() if ("im" in include if key[:1] == "D" else rooms)
    }
    return {key: name if key[:1] == "D" else f"#{name}" for key, name in wanted.items()}


def _sorted(names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield from sorted(names.items(), key=lambda one: one[1].casefold())

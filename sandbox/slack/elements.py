"""The living parts of blocks: finding a button, pressing it, and what a form holds at the moment."""

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.slack.journal import Json

State = Mapping[tuple[str, str], Any]
_MANY = {"checkboxes": "options", "multi_static_select": "options"}
_CHOICE = {"static_select", "radio_buttons", "overflow"}
_INITIAL = {
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "rich_text_input": ("rich_text_value", "initial_value"),
}
_TYPED = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}
_STATEFUL = {*_MANY, *_CHOICE, *_INITIAL, *_TYPED} - {"overflow"}


def interactive(blocks: list[Json]) -> Iterator[tuple[str, Json]]:
    """Yield (block_id, element) for everything in the blocks that has an action_id."""
    for block in blocks:
        yield from _of_block(block, block.get("block_id", ""))


def _of_block(block: Json, block_id: str) -> Iterator[tuple[str, Json]]:
    candidates = [block.get("accessory"), block.get("element"), *block.get("elements", [])]
    if block.get("type") == "card":
        candidates += block.get("actions", [])
    for element in candidates:
        if not isinstance(element, dict):
            continue
        if element.get("type") == "card":
            yield from _of_block(element, element.get("block_id", block_id))
        elif "action_id" in element:
            yield block_id, element
    yield from interactive(block.get("child_blocks", []))


def find(blocks: list[Json], action_id: str, block_id: str | None) -> tuple[str, Json]:
    """Return (block_id, element) of that action, or fail with the list of what can be pressed."""
    there = list(interactive(blocks))
    for owner, element in there:
        if element["action_id"] == action_id and block_id in (None, owner):
            return owner, element
    offered = ", ".join(f"{element['action_id']} (block {owner})" for owner, element in there) or "none"
    raise AssertionError(f"nothing to press called {action_id!r} here; there is: {offered}")


def press(element: Json, block_id: str, ts: str, value: Any) -> Json:
    """Return the entry of `actions` that pressing this element sends."""
    kind = element["type"]
    action: Json = {"type": kind, "action_id": element["action_id"], "block_id": block_id, "action_ts": ts}
    if kind in ("button", "icon_button"):
        copied = ("text", "value", "style", "url", "icon", "confirm")
        return {**action, **{key: element[key] for key in copied if key in element}}
    if kind == "feedback_buttons":
        sides = (element["positive_button"], element["negative_button"])
        chosen = next((side for side in sides if side.get("value") == value), sides[0])
        return {**action, "text": chosen["text"], "value": chosen.get("value")}
    return {**action, **_held(element, value)}


def state_of(blocks: list[Json], overrides: State | None = None) -> Json:
    """Return `state.values`: what each input holds, by its initial value or as overridden.

    An override is an option's value, a list of them, or the plain value of a text, date or user input.
    """
    given = dict(overrides or {})
    values: Json = {}
    for block_id, element in interactive(blocks):
        if element["type"] not in _STATEFUL:
            continue
        key = (block_id, element["action_id"])
        held = _held(element, given.pop(key)) if key in given else _initial(element)
        values.setdefault(block_id, {})[element["action_id"]] = {"type": element["type"], **held}
    if given:
        known = ", ".join(f"({b}, {a})" for b, held in values.items() for a in held) or "none"
        raise AssertionError(f"no input {sorted(given)} here; there is: {known}")
    return values


def missing_inputs(blocks: list[Json], values: Json) -> list[str]:
    """Return the block ids of required inputs that are empty; Slack's client does not send such a form."""
    missing = []
    for block in blocks:
        if block.get("type") != "input" or block.get("optional"):
            continue
        held = values.get(block["block_id"], {}).get(block["element"].get("action_id"), {})
        if all(value in (None, "", []) for key, value in held.items() if key != "type"):
            missing.append(block["block_id"])
    return missing


def _initial(element: Json) -> Json:
    kind = element["type"]
    if kind in _MANY:
        return {"selected_options": copy.deepcopy(element.get("initial_options", []))}
    if kind in _CHOICE:
        return {"selected_option": copy.deepcopy(element.get("initial_option"))}
    if kind in _TYPED:
        return {"value": element.get("initial_value")}
    name, initial = _INITIAL[kind]
    return {name: element.get(initial, [] if kind.startswith("multi_") else None)}


def _held(element: Json, value: Any) -> Json:
    kind = element["type"]
    if kind in _MANY:
        wanted = [value] if isinstance(value, str) else list(value or [])
        return {"selected_options": [_option(element, one) for one in wanted]}
    if kind in _CHOICE:
        return {"selected_option": None if value is None else _option(element, value)}
    if kind in _TYPED:
        return {"value": value}
    return {_INITIAL[kind][0]: value}


def _option(element: Json, value: str) -> Json:
    groups = [element.get("options", []), *(g["options"] for g in element.get("option_groups", []))]
    options = [option for group in groups for option in group]
    for option in options:
        if option.get("value") == value:
            return copy.deepcopy(option)
    raise AssertionError(f"no option {value!r}; there is: {', '.join(str(o.get('value')) for o in options)}")

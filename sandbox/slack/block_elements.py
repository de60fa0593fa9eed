"""Checking the elements inside blocks: buttons, menus, checkboxes, inputs."""

import re
from collections.abc import Callable
from typing import Any

from sandbox.slack.block_texts import (
    ID_LIMIT,
    Problems,
    array,
    confirm,
    items,
    one_of,
    option,
    plain,
    plains,
    problem,
    required,
    string,
    strings,
)
from sandbox.slack.journal import Json

Check = Callable[[Json, str], Problems]


def element(value: Any, path: str, allowed: frozenset[str]) -> Problems:
    """Check an element, and that it may stand where it stands."""
    kind = value.get("type") if isinstance(value, dict) else None
    if kind not in allowed:
        yield problem(path, f"unsupported element type: {kind}")
        return
    yield from strings(value, path, {"action_id": ID_LIMIT})
    yield from plains(value, path, {"placeholder": 150})
    if value.get("confirm") is not None:
        yield from confirm(value["confirm"], f"{path}/confirm")
    yield from _CHECKS.get(kind, _nothing)(value, path)


def image(value: Json, path: str) -> Problems:
    """Check an image, whether block or element."""
    if not value.get("image_url") and not value.get("slack_file"):
        yield problem(path, "missing required field: image_url or slack_file")
    yield from required(value, path, "alt_text")
    yield from strings(value, path, {"image_url": 3000, "alt_text": 2000})


def _button(value: Json, path: str) -> Problems:
    yield from plain(value.get("text"), f"{path}/text", 75)
    yield from strings(
        value, path, {"value": 2000, "url": 3000, "accessibility_label": 75, "agent_prompt": 4000}
    )
    if value.get("style") is not None:
        yield from one_of(value["style"], f"{path}/style", ("primary", "danger"))
    yield from _visible_to(value, path)


def _icon_button(value: Json, path: str) -> Problems:
    yield from one_of(value.get("icon"), f"{path}/icon", ("trash",))
    yield from plain(value.get("text"), f"{path}/text", 75)
    yield from strings(value, path, {"value": 2000})
    yield from _visible_to(value, path)


def _visible_to(value: Json, path: str) -> Problems:
    if value.get("visible_to_user_ids") is not None:
        yield from array(value["visible_to_user_ids"], f"{path}/visible_to_user_ids", 1, 10)


def _feedback(value: Json, path: str) -> Problems:
    for name in ("positive_button", "negative_button"):
        side, where = value.get(name), f"{path}/{name}"
        if not isinstance(side, dict):
            yield problem(where, "must be an object")
            continue
        yield from plain(side.get("text"), f"{where}/text", 75)
        yield from string(side.get("value"), f"{where}/value", 2000)
        yield from strings(side, where, {"accessibility_label": 75})


def _menu(most: int, *, least: int = 1, mrkdwn: bool = False, groups: bool = False) -> Check:
    def check(value: Json, path: str) -> Problems:
        if groups and value.get("option_groups") is not None:
            yield from _groups(value["option_groups"], f"{path}/option_groups")
            yield from _initials(value, path)
            return
        yield from _options(value.get("options"), f"{path}/options", least, most, mrkdwn=mrkdwn)
        yield from _initials(value, path)

    return check


def _groups(value: Any, path: str) -> Problems:
    yield from array(value, path, 1, 100)
    for index, group in items(value):
        yield from plain(group.get("label"), f"{path}/{index}/label", 75)
        yield from _options(group.get("options"), f"{path}/{index}/options", 1, 100, mrkdwn=False)


def _options(value: Any, path: str, least: int, most: int, *, mrkdwn: bool) -> Problems:
    yield from array(value, path, least, most)
    for index, one in items(value):
        yield from option(one, f"{path}/{index}", mrkdwn=mrkdwn)


def _initials(value: Json, path: str) -> Problems:
    grouped = [group.get("options") or [] for _, group in items(value.get("option_groups"))]
    offered = [one for options in (value.get("options") or [], *grouped) for one in options]
    chosen = [*(value.get("initial_options") or [])]
    if value.get("initial_option") is not None:
        chosen.append(value["initial_option"])
    if value.get("initial_options") == []:
        yield problem(f"{path}/initial_options", "no fewer than 1 items required")
    if any(one not in offered for one in chosen):
        yield problem(path, "initial options must be among the options")


def _typed(most: int) -> Check:
    def check(value: Json, path: str) -> Problems:
        if value.get("initial_value") is not None:
            yield from string(value["initial_value"], f"{path}/initial_value", most, least=0)
        least, longest = value.get("min_length"), value.get("max_length")
        if longest is not None and not 1 <= longest <= most:
            yield problem(f"{path}/max_length", f"must be between 1 and {most}")
        if least is not None and not 0 <= least <= most:
            yield problem(f"{path}/min_length", f"must be between 0 and {most}")

    return check


def _number(value: Json, path: str) -> Problems:
    yield from required(value, path, "is_decimal_allowed") if "is_decimal_allowed" not in value else ()


def _conversations(value: Json, path: str) -> Problems:
    rules = value.get("filter")
    if rules is None:
        return
    if not isinstance(rules, dict) or not rules:
        yield problem(f"{path}/filter", "must be an object with at least one rule")
        return
    if rules.get("include") is not None:
        yield from array(rules["include"], f"{path}/filter/include", 1, 4)
        for kind in rules["include"]:
            yield from one_of(kind, f"{path}/filter/include", ("im", "mpim", "private", "public"))


def _time(value: Json, path: str) -> Problems:
    given = value.get("initial_time")
    if given is not None and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", str(given)):
        yield problem(f"{path}/initial_time", "must be a time such as 08:30")


def _nothing(_value: Json, _path: str) -> Problems:
    yield from ()


_CHECKS: dict[str, Check] = {
    "button": _button,
    "icon_button": _icon_button,
    "feedback_buttons": _feedback,
    "image": image,
    "overflow": _menu(5),
    "checkboxes": _menu(10, mrkdwn=True),
    "radio_buttons": _menu(10, mrkdwn=True),
    "static_select": _menu(100, groups=True),
    "multi_static_select": _menu(100, groups=True),
    "plain_text_input": _typed(3000),
    "number_input": _number,
    "conversations_select": _conversations,
    "multi_conversations_select": _conversations,
    "timepicker": _time,
}
_PICKERS = {"users_select", "conversations_select", "channels_select", "external_select", "static_select"}
_CHOICES = {"checkboxes", "radio_buttons", "datepicker", "timepicker", "datetimepicker"}
_MULTI = {f"multi_{picker}" for picker in _PICKERS}

IN_ACTIONS = (
    frozenset({"button", "overflow", "rich_text_input", "plain_text_input", "workflow_button"})
    | _PICKERS
    | _CHOICES
    | _MULTI
)
IN_SECTION = frozenset({"button", "overflow", "image", "workflow_button"}) | _PICKERS | _CHOICES | _MULTI
IN_INPUT = (
    frozenset(
        {
            "plain_text_input",
            "email_text_input",
            "url_text_input",
            "number_input",
            "file_input",
            "rich_text_input",
        }
    )
    | _PICKERS
    | _CHOICES
    | _MULTI
)
IN_CONTEXT_ACTIONS = frozenset({"feedback_buttons", "icon_button"})
IN_CARD = frozenset({"button"})

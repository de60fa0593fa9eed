"""The names of a form's fields, and the posted form read back into what `sandbox/slack/hands.py` takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox.slack.elements import interactive, missing_inputs, state_of
from sandbox.slack.journal import Json
from sandbox.window.drawing.viewer import zone_named

Form = Mapping[str, Sequence[str]]
Key = tuple[str, str]
State = Mapping[Key, Any]
"""What inputs hold, by (block_id, action_id)."""

ACTION, ZONE = "action", "zone"
REQUIRED = "Please fill this in."
_TYPED = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}


@dataclass(frozen=True)
class Press:
    """What was pressed, and the value that goes with it: the chosen option, or what the input holds."""

    block_id: str
    action_id: str
    value: Any = None


def field_name(block_id: str, action_id: str) -> str:
    """Return the name of an input."""
    return f"state.{_part(block_id)}.{_part(action_id)}"


def press_code(block_id: str, action_id: str, value: str | None = None) -> str:
    """Return what a button sends as `action`."""
    parts = [block_id, action_id, *([] if value is None else [value])]
    return ".".join(_part(part) for part in parts)


def pressed_from(form: Form, shown: Json) -> Press:
    """Return what was pressed in a message or view."""
    parts = form.get(ACTION, [""])[0].split(".")
    if len(parts) not in (2, 3):
        raise ValueError("nothing of this was pressed")
    block_id, action_id, *value = (part.replace("%2E", ".").replace("%25", "%") for part in parts)
    held = state_from(form, shown).get((block_id, action_id))
    return Press(block_id, action_id, value[0] if value else held)


def state_from(form: Form, shown: Json) -> dict[Key, Any]:
    """Return what the inputs of a message or view hold by a posted form. What was not in that form is left out."""
    zone = form.get(ZONE, ["UTC"])[0]
    named = {key: field_name(*key) for key in stateful(shown)}
    elements = stateful(shown)
    return {key: _read(elements[key], form[name], zone) for key, name in named.items() if name in form}


def fitting(state: State, shown: Json) -> dict[Key, Any]:
    """Return the part of a state that a message or view still has inputs and options for."""
    elements = stateful(shown)
    return {key: _offered(elements[key], held) for key, held in state.items() if key in elements}


def empty_required(state: State, view: Json) -> dict[str, str]:
    """Return what to say under each required input that is empty, by block_id, as `draw_view` takes errors."""
    values = state_of(view["blocks"], fitting(state, view))
    return {block_id: REQUIRED for block_id in missing_inputs(view["blocks"], values)}


def stateful(shown: Json) -> dict[Key, Json]:
    """Return every element that holds something, by its key."""
    blocks = shown.get("blocks") or []
    values = state_of(blocks)
    there = ((block_id, element) for block_id, element in interactive(blocks))
    return {(b, e["action_id"]): e for b, e in there if e["action_id"] in values.get(b, {})}


def options(element: Json) -> list[Json]:
    """Return the options of an element, those of its groups among them."""
    grouped = [one for group in element.get("option_groups") or [] for one in group.get("options") or []]
    return [*(element.get("options") or []), *grouped]


def many(kind: str) -> bool:
    """Whether an element of this kind can hold several values."""
    return kind == "checkboxes" or kind.startswith("multi_")


def rich_of(text: str) -> Json:
    """Return typed words as rich text."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


def _part(text: str) -> str:
    return text.replace("%", "%25").replace(".", "%2E")


def _read(element: Json, posted: Sequence[str], zone: str) -> Any:
    kind, typed = str(element["type"]), posted[0].replace("\r\n", "\n") if posted else ""
    if many(kind):
        return _offered(element, [value for value in posted if value])
    if kind == "datetimepicker":
        return _moment(typed, zone)
    if kind == "rich_text_input":
        return rich_of(typed) if typed else None
    return _offered(element, typed or None)


def _offered(element: Json, held: Any) -> Any:
    """Return what is held as far as there is such an option; an element without options takes anything."""
    if not {"options", "option_groups"} & set(element):
        return held
    values = {option["value"] for option in options(element)}
    if isinstance(held, list):
        return [value for value in held if value in values]
    return held if held in values else None


def _moment(typed: str, zone: str) -> int | None:
    try:
        return int(datetime.fromisoformat(typed).replace(tzinfo=zone_named(zone)).timestamp())
    except ValueError:
        return None

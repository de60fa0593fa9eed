"""The modals behind the Home tab: each carries ids and versions alone, and is checked against the store when it is sent."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.proposals.field_rules import FieldPolicy, FieldRule
from bot.slack.blocks import Block, plain_text, section
from bot.slack.command_words import MEANING
from bot.slack.modals import INPUT, OWN_CHANNELS, form, input_of, option, values_in
from bot.slack.place import Standing
from bot.store.choices import ChoiceName

CHANNELS, FIELD, AUDIT = "home_channels_form", "home_field_form", "home_audit_form"
DEFAULT = "default"
LISTED = 50
"""Channels that one list may hold, unless the environment names more."""
SPANS = {
    "1": "the last day",
    "7": "the last 7 days",
    "30": "the last 30 days",
    "365": "as long as it is kept",
}

LABELS: Mapping[ChoiceName, str] = {"auto_join": "Auto-join", "quiet": "Quiet"}
HINTS: Mapping[ChoiceName, str] = {
    "auto_join": "A meeting link posted there gets the recorder at once. I have to be in the channel.",
    "quiet": "A recorder can be sent from there, but what was said in the call is never told.",
}


def channels_form(held: Mapping[ChoiceName, tuple[Sequence[str], int]]) -> Block:
    """The two lists of channels, each with the version that is shown."""
    inputs = [
        input_of(name, LABELS[name], _channels(ids), HINTS[name], optional=True)
        for name, (ids, _) in held.items()
    ]
    seen: dict[str, Any] = {name: version for name, (_, version) in held.items()}
    return form(
        CHANNELS, "Channels", seen, [*inputs, section("What is saved here holds at once, everywhere.")]
    )


def _channels(ids: Sequence[str]) -> Block:
    made: Block = {
        "type": "multi_conversations_select",
        "max_selected_items": max(LISTED, len(ids)),
        "placeholder": plain_text("No channel"),
        "filter": OWN_CHANNELS,
    }
    return made | ({"initial_conversations": list(ids)} if ids else {})


def chosen_channels(view: Mapping[str, Any], name: ChoiceName) -> list[str]:
    """The channels that were chosen for a list."""
    return list(values_in(view)[name].get("selected_conversations") or ())


def why_no_join(stands: Standing) -> str:
    """Why no recorder is sent at once from a channel, as plain text; empty where one is."""
    name = f"#{stands.name}" if stands.name else "one of these channels"
    if not stands.is_member:
        return f"I am not in {name}. Invite me there, then send this form again."
    why = (
        "is archived" if stands.is_archived else "can be read by another company" if stands.is_shared else ""
    )
    said = f"{name} {why}, so no recorder is sent from there by itself."
    return f"{said[:1].upper()}{said[1:]}" if why else ""


def field_form(field: str, rule: FieldRule | None, at: float) -> Block:
    """The rule of a field; without one, of a field that is yet to be named. `at`: when the shown rule was set."""
    options = {policy.value: f"{policy.value}: {MEANING[policy]}" for policy in FieldPolicy}
    options |= {DEFAULT: "default: no rule of its own"} if rule else {}
    policy = _select(options, rule.policy.value if rule else FieldPolicy.ONLY_IF_EMPTY.value)
    values = ", ".join(f'"{v}"' if "," in v else v for v in rule.choices) if rule else ""
    values_box = {"type": "plain_text_input", "max_length": INPUT} | (
        {"initial_value": values} if values else {}
    )
    name = {"type": "plain_text_input", "max_length": 150} | ({"initial_value": field} if field else {})
    inputs = [
        input_of("field", "CRM field", name, "Its name as the CRM has it, such as Next_Step__c."),
        input_of("policy", "What may happen to it", policy),
        input_of(
            "values",
            "Values of its picklist",
            values_box,
            "With commas between them. Left empty: any.",
            optional=True,
        ),
    ]
    return form(FIELD, "Field policy", {"field": field, "at": at}, inputs)


def typed_field(view: Mapping[str, Any]) -> tuple[str, str, str]:
    """The field, the policy's word and the values, as they were filled in."""
    values = values_in(view)
    policy = (values["policy"].get("selected_option") or {}).get("value") or ""
    return str(values["field"].get("value") or "").strip(), policy, str(values["values"].get("value") or "")


def audit_form() -> Block:
    """What to look for in the record; every part narrows it further."""
    person = {"type": "users_select", "placeholder": plain_text("Anybody")}
    deal = {"type": "plain_text_input", "max_length": 150}
    inputs = [
        input_of("person", "Person", person, optional=True),
        input_of("deal", "Deal", deal, "Part of its name, or its id in the CRM.", optional=True),
        input_of("days", "How far back", _select(SPANS, "7")),
    ]
    return form(AUDIT, "Search the record", {}, inputs, "Search")


def wanted(view: Mapping[str, Any]) -> dict[str, Any]:
    """What is looked for: person and deal, None for any, and days."""
    values = values_in(view)
    days = int((values["days"].get("selected_option") or {}).get("value") or "7")
    deal = str(values["deal"].get("value") or "").strip()
    return {"person": values["person"].get("selected_user") or None, "deal": deal or None, "days": days}


def _select(options: Mapping[str, str], held: str) -> Block:
    made = [option(value, text) for value, text in options.items()]
    first = next(one for one in made if one["value"] == held)
    return {"type": "static_select", "options": made, "initial_option": first}

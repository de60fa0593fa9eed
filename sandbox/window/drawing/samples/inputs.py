"""Every kind of input there is, each with something in it. Their `action_id` is "value"."""

from sandbox.slack.journal import Json
from sandbox.window.drawing.samples.parts import DAYS, NOON, STAGES, plain, rich, words

ELEMENTS: dict[str, Json] = {
    "plain_text_input": {
        "type": "plain_text_input",
        "initial_value": "Send the paper",
        "max_length": 200,
        "placeholder": plain("What happens next"),
    },
    "several lines": {
        "type": "plain_text_input",
        "multiline": True,
        "initial_value": "\nfirst & <second>\n\nlast",
    },
    "number_input": {
        "type": "number_input",
        "is_decimal_allowed": True,
        "initial_value": "12.5",
        "min_value": "0",
    },
    "email_text_input": {"type": "email_text_input", "initial_value": "dana@northwind.example"},
    "url_text_input": {"type": "url_text_input", "initial_value": "https://northwind.example/a?b=1&c=2"},
    "rich_text_input": {"type": "rich_text_input", "initial_value": rich(words("Some words"))},
    "static_select": {
        "type": "static_select",
        "options": STAGES,
        "initial_option": STAGES[1],
        "placeholder": plain("Stage"),
    },
    "grouped select": {
        "type": "static_select",
        "option_groups": [
            {"label": plain("Open"), "options": STAGES[:2]},
            {"label": plain("Late"), "options": STAGES[2:]},
        ],
        "initial_option": STAGES[2],
    },
    "users_select": {"type": "users_select", "initial_user": "UBEN"},
    "conversations_select": {
        "type": "conversations_select",
        "initial_conversation": "CDEALS",
        "filter": {"include": ["public", "private"]},
    },
    "channels_select": {"type": "channels_select", "initial_channel": "CRANDOM"},
    "multi_static_select": {"type": "multi_static_select", "options": STAGES, "initial_options": STAGES[:2]},
    "multi_users_select": {"type": "multi_users_select", "initial_users": ["UANA", "UGONE"]},
    "multi_conversations_select": {"type": "multi_conversations_select", "initial_conversations": ["CDEALS"]},
    "multi_channels_select": {"type": "multi_channels_select", "initial_channels": ["CDEALS"]},
    "checkboxes": {"type": "checkboxes", "options": DAYS, "initial_options": DAYS[1:]},
    "radio_buttons": {"type": "radio_buttons", "options": DAYS, "initial_option": DAYS[2]},
    "datepicker": {"type": "datepicker", "initial_date": "2026-06-04"},
    "timepicker": {"type": "timepicker", "initial_time": "17:30"},
    "datetimepicker": {"type": "datetimepicker", "initial_date_time": NOON},
}
ABSENT: dict[str, Json] = {
    "external_select": {"type": "external_select"},
    "file_input": {"type": "file_input"},
}

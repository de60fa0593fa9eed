"""A modal with every input, a Home tab, and a message with attachments."""

from sandbox.slack.journal import Json
from sandbox.window.drawing.samples.blocks import ALERTS, CARD
from sandbox.window.drawing.samples.inputs import ABSENT, ELEMENTS
from sandbox.window.drawing.samples.parts import button, marked, option, plain, question

MODAL: Json = {
    "id": "V1",
    "type": "modal",
    "title": plain("Everything to fill in"),
    "submit": plain("Save"),
    "close": plain("Cancel"),
    "blocks": [
        {
            "type": "section",
            "block_id": "top",
            "text": marked("*Northwind*\nNothing is written by this form."),
            "accessory": button("fill", "Fill in for me"),
        },
        *ALERTS,
        *(question(name, element) for name, element in ELEMENTS.items()),
        *({**question(name, element), "optional": True} for name, element in ABSENT.items()),
    ],
}
HOME: Json = {
    "id": "V2",
    "type": "home",
    "blocks": [
        {"type": "header", "text": plain("Risk digests")},
        {"type": "section", "text": marked("A digest looks at the deals of a team at a set time.")},
        {"type": "actions", "block_id": "new", "elements": [button("new", "New digest", style="primary")]},
        {
            "type": "section",
            "block_id": "writes",
            "text": marked("*Writes to the CRM*"),
            "accessory": {
                "type": "radio_buttons",
                "action_id": "writes",
                "options": [option("approve", "After a click"), option("off", "Never")],
                "initial_option": option("off", "Never"),
            },
        },
        {"type": "context", "elements": [marked("`/chorister help` lists what there is to type.")]},
    ],
}
ATTACHED: Json = {
    "ts": "1780488000.000001",
    "text": "Look at <https://chorus.example/m/1>",
    "edited": {"user": "UANA", "ts": "1780488001.000001"},
    "attachments": [
        {"color": "good", "blocks": [CARD]},
        {
            "pretext": "*Old style*",
            "author_name": "Chorus",
            "title": "Northwind",
            "title_link": "https://chorus.example/m/1",
            "text": "_45 minutes_",
            "fields": [{"title": "Stage", "value": "Demo"}],
            "footer": "chorus.ai",
        },
        {"fallback": "Only a fallback"},
    ],
    "files": [{"id": "F1", "title": "notes.pdf"}],
}

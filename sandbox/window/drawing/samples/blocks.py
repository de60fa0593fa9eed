"""A block of each kind."""

from sandbox.slack.journal import Json
from sandbox.window.drawing.samples.parts import (
    ASKED,
    NOON,
    PICTURE,
    STAGES,
    button,
    cells,
    chart,
    marked,
    option,
    plain,
    rich,
    words,
)
from sandbox.window.drawing.samples.texts import MARKDOWN, MARKED

TASKS: list[Json] = [
    {
        "type": "task_card",
        "task_id": "1",
        "title": "Found the call with Northwind",
        "status": "complete",
        "output": rich(words("45 minutes, 4 people")),
        "sources": [{"type": "url", "url": "https://chorus.example/m/1", "text": "Northwind discovery"}],
    },
    {
        "type": "task_card",
        "task_id": "2",
        "title": "Reading 14 calls of today, 9 done",
        "status": "in_progress",
        "details": rich(words("Contoso is next")),
    },
    {"type": "task_card", "task_id": "3", "title": "Ask the CRM", "status": "error"},
    {"type": "task_card", "task_id": "4", "title": "Write the answer", "status": "pending"},
]
CARD: Json = {
    "type": "card",
    "title": plain("Northwind discovery"),
    "subtitle": marked("Tuesday, 45 minutes"),
    "body": marked("Dana asked for the *security review* twice."),
    "subtext": plain("Recorded by Chorus"),
    "actions": [button("open", "Open", url="https://chorus.example/m/1"), button("notes", "Push notes")],
}
_ROWS = [
    cells("Deal", "Stage", "Amount"),
    cells("Northwind", "Demo", 48000),
    [
        *cells("Contoso"),
        rich(words({"type": "text", "text": "Lost", "style": {"bold": True}})),
        *cells(12500),
    ],
]
BLOCKS: dict[str, Json] = {
    "header": {"type": "header", "text": plain("Risk digest for Ana’s team :rotating_light:")},
    "section": {"type": "section", "text": marked(MARKED)},
    "section with fields": {
        "type": "section",
        "text": marked("*Northwind*"),
        "fields": [
            marked("*Stage*\nDemo"),
            marked("*Amount*\n48,000"),
            plain("Plain *words*"),
            marked("*Owner*\n<@UANA>"),
        ],
    },
    "section with a button": {
        "type": "section",
        "block_id": "acc",
        "text": marked("The recorder waits at the door."),
        "accessory": button("leave", "Send it away", style="danger", confirm=ASKED),
    },
    "section with a box": {
        "type": "section",
        "block_id": "tick:1",
        "text": marked("*Next step*\n_empty_ → *Send the security paper*"),
        "accessory": {
            "type": "checkboxes",
            "action_id": "tick",
            "options": [option("0", "Write")],
            "initial_options": [option("0", "Write")],
        },
    },
    "section with a picture": {
        "type": "section",
        "text": marked("A picture beside."),
        "accessory": {
            "type": "image",
            "image_url": "https://pictures.example/a.png",
            "alt_text": "A graph that falls",
        },
    },
    "context": {
        "type": "context",
        "elements": [
            {"type": "image", "image_url": PICTURE, "alt_text": "Chorus"},
            marked("From <https://chorus.example/m/1|the call>, 12:04"),
            plain("AI can be wrong."),
        ],
    },
    "actions": {
        "type": "actions",
        "block_id": "do",
        "elements": [
            button("approve", "Approve 3 fields", style="primary"),
            button("edit", "Edit"),
            button("undo", "Undo", style="danger", confirm=ASKED),
            button("see", "Open in CRM", url="https://crm.example/006"),
            button("only", "Only for Ben", visible_to_user_ids=["UBEN"]),
            {"type": "static_select", "action_id": "stage", "placeholder": plain("Stage"), "options": STAGES},
            {
                "type": "overflow",
                "action_id": "more",
                "options": [option("snooze", "Snooze for a week"), option("hide", "Not a risk", "Says why")],
            },
        ],
    },
    "divider": {"type": "divider"},
    "image": {
        "type": "image",
        "image_url": "https://pictures.example/b.png",
        "alt_text": "A funnel with four steps",
        "title": plain("The funnel"),
    },
    "rich_text": rich(
        words(
            "Hello ",
            {"type": "user", "user_id": "UBEN"},
            ", see ",
            {"type": "link", "url": "https://chorus.example/m/2", "text": "this"},
            " ",
            {"type": "emoji", "name": "eyes"},
            "\nin ",
            {"type": "channel", "channel_id": "CDEALS"},
            " ",
            {"type": "text", "text": "now", "style": {"bold": True, "italic": True}},
            " ",
            {"type": "text", "text": "x = 1", "style": {"code": True}},
            " ",
            {"type": "broadcast", "range": "here"},
            " ",
            {"type": "usergroup", "usergroup_id": "SREPS"},
            " ",
            {"type": "date", "timestamp": NOON, "format": "{date_long} {time}", "fallback": "then"},
            " ",
            {"type": "color", "value": "#aa3300"},
        ),
        {
            "type": "rich_text_list",
            "style": "ordered",
            "offset": 2,
            "elements": [words("third"), words("fourth")],
        },
        {
            "type": "rich_text_list",
            "style": "bullet",
            "indent": 1,
            "elements": [words("a bullet, further in")],
        },
        words("Somebody’s words", kind="rich_text_quote"),
        words("def f():\n    return 1", kind="rich_text_preformatted"),
    ),
    "markdown": {"type": "markdown", "text": MARKDOWN},
    "table": {
        "type": "table",
        "rows": _ROWS,
        "column_settings": [{}, {"align": "center"}, {"align": "right"}],
    },
    "data_table": {"type": "data_table", "caption": "Deals at risk", "rows": _ROWS, "page_size": 10},
    "chart of lines": chart("line"),
    "chart of bars": chart("bar"),
    "chart of areas": chart("area"),
    "chart of slices": chart("pie"),
    "task_card": TASKS[0],
    "plan": {"type": "plan", "title": "Looking at today’s calls", "tasks": TASKS},
    "card": {**CARD, "block_id": "card"},
    "carousel": {
        "type": "carousel",
        "block_id": "cards",
        "elements": [
            {**CARD, "block_id": f"card{n}", "actions": [button(f"notes{n}", "Push notes")]} for n in range(3)
        ],
    },
    "container": {
        "type": "container",
        "title": plain("Evidence"),
        "subtitle": plain("2 calls"),
        "is_collapsible": True,
        "child_blocks": [{"type": "section", "text": marked("“We need it *signed* by June.”")}, CARD],
    },
    "container, divided": {
        "type": "container",
        "rich_text_title": rich(words("Why ", {"type": "text", "text": "now", "style": {"bold": True}})),
        "has_header_divider": True,
        "width": "narrow",
        "child_blocks": [{"type": "divider"}],
    },
    "context_actions": {
        "type": "context_actions",
        "block_id": "fb",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "rate",
                "positive_button": {"text": plain("Good answer"), "value": "good"},
                "negative_button": {"text": plain("Bad answer"), "value": "bad"},
            },
            {
                "type": "icon_button",
                "action_id": "bin",
                "icon": "trash",
                "text": plain("Delete"),
                "value": "x",
            },
        ],
    },
    "video": {
        "type": "video",
        "title": plain("Northwind discovery"),
        "video_url": "https://chorus.example/v/1",
        "thumbnail_url": "https://chorus.example/t.png",
        "alt_text": "The call",
        "author_name": "Chorus",
    },
    "file": {"type": "file", "external_id": "notes.pdf", "source": "remote"},
    "call": {
        "type": "call",
        "call_id": "R1",
        "call": {"v1": {"name": "Northwind weekly", "join_url": "https://zoom.example/j/1"}},
    },
    "unknown": {"type": "hologram", "text": plain("?")},
}
ALERTS: list[Json] = [
    {"type": "alert", "level": level, "text": marked(f"An alert of level *{level}*.")}
    for level in ("default", "info", "warning", "error", "success")
]

"""One of everything that can be drawn, as Slack's JSON: for the gallery, and for tests."""

from datetime import UTC, datetime

from sandbox.slack.journal import Json
from sandbox.window.drawing.viewer import Names, Viewer

NOW = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
NOON = int(NOW.timestamp())
VIEWER = Viewer("UANA", "Europe/Madrid", NOW)
NAMES = Names(
    {"UANA": "Ana Ruiz", "UBEN": "Ben Okafor", "UCARA": "Cara Lindt"},
    {"CDEALS": "deals", "CRANDOM": "random"},
    {"SREPS": "sales-reps"},
)
PICTURE = (
    "data:image/png;base64,"
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


def plain(text: str) -> Json:
    """Return words without marks."""
    return {"type": "plain_text", "text": text}


def marked(text: str) -> Json:
    """Return mrkdwn."""
    return {"type": "mrkdwn", "text": text}


def option(value: str, text: str, note: str = "") -> Json:
    """Return an option of a menu."""
    return {"text": plain(text), "value": value, **({"description": plain(note)} if note else {})}


def button(action_id: str, text: str, **more: object) -> Json:
    """Return a button."""
    return {"type": "button", "action_id": action_id, "text": plain(text), "value": action_id, **more}


def rich(*elements: Json) -> Json:
    """Return a rich_text block."""
    return {"type": "rich_text", "elements": list(elements)}


def words(*parts: Json | str, kind: str = "rich_text_section") -> Json:
    """Return a section of rich text."""
    return {"type": kind, "elements": [{"type": "text", "text": p} if isinstance(p, str) else p for p in parts]}


ASKED = {
    "title": plain("Are you sure?"),
    "text": plain("All 3 fields go back to what they held before."),
    "confirm": plain("Undo them"),
    "deny": plain("Cancel"),
    "style": "danger",
}
DAYS = [option("mon", "Monday"), option("tue", "Tuesday"), option("wed", "Wednesday", "Half a day")]
STAGES = [option("disc", "Discovery"), option("demo", "Demo"), option("nego", "Negotiation")]

MARKED = (
    "*Northwind* moved from _Demo_ to ~Won~ *Negotiation*, see <https://crm.example/006?a=1&amp;b=2|the deal> or `AMOUNT &gt; 10k`.\n"
    "• <@UANA> owns it, <@UBEN> helps in <#CDEALS>\n"
    "• Next step <!date^1780491600^{date_short_pretty} at {time}|then>, say <!subteam^SREPS> and <!here>\n"
    "  ◦ nobody has answered :warning: :no_such_emoji:\n"
    "&gt; “We need the security review first.”\n&gt; (12:04)\n"
    "```\nSELECT stage\n  FROM deals;\n```"
)
MARKDOWN = (
    "## What changed\n\n**Northwind** is *at risk*: the champion left ([call](https://chorus.example/m/1), 12:04).\n\n"
    "1. Ask who signs now\n2. Send the `security` paper\n   - to Dana\n   - to [x] nobody else\n\n"
    "- [x] notes sent\n- [ ] date agreed\n\n"
    "| Deal | Stage | Amount |\n| --- | --- | ---: |\n| Northwind | Demo | 48,000 |\n| Contoso | ~~Won~~ Lost | 12,500 |\n\n"
    "> Quoted words\n\n---\n\n```python\nprint('<b>')\n```"
)
TASKS: list[Json] = [
    {"type": "task_card", "task_id": "1", "title": "Found the call with Northwind", "status": "complete",
     "output": rich(words("45 minutes, 4 people")), "sources": [{"type": "url", "url": "https://chorus.example/m/1", "text": "Northwind discovery"}]},
    {"type": "task_card", "task_id": "2", "title": "Reading 14 calls of today, 9 done", "status": "in_progress",
     "details": rich(words("Contoso is next"))},
    {"type": "task_card", "task_id": "3", "title": "Ask the CRM", "status": "error"},
    {"type": "task_card", "task_id": "4", "title": "Write the answer", "status": "pending"},
]  # fmt: skip
CARD: Json = {
    "type": "card",
    "title": plain("Northwind discovery"),
    "subtitle": marked("Tuesday, 45 minutes"),
    "body": marked("Dana asked for the *security review* twice."),
    "subtext": plain("Recorded by Chorus"),
    "actions": [button("open", "Open", url="https://chorus.example/m/1"), button("notes", "Push notes")],
}


def _cells(*texts: str | int) -> list[Json]:
    return [{"type": "raw_number", "value": t} if isinstance(t, int) else {"type": "raw_text", "text": t} for t in texts]


_ROWS = [
    _cells("Deal", "Stage", "Amount"),
    _cells("Northwind", "Demo", 48000),
    [*_cells("Contoso"), rich(words({"type": "text", "text": "Lost", "style": {"bold": True}})), *_cells(12500)],
]


def chart(kind: str) -> Json:
    """Return a chart of one kind."""
    if kind == "pie":
        segments = [{"label": "Demo", "value": 5}, {"label": "Negotiation", "value": 3}, {"label": "Lost", "value": 2}]
        asked: Json = {"type": "pie", "segments": segments}
    else:
        days = ["1 Jun", "2 Jun", "3 Jun", "4 Jun"]
        series = [
            {"name": name, "data": [{"label": d, "value": v} for d, v in zip(days, values, strict=True)]}
            for name, values in {"at risk": [3, 5, 4, 7], "new": [1, 2, 2, 3]}.items()
        ]
        asked = {"type": kind, "series": series, "axis_config": {"categories": days, "x_label": "digest", "y_label": "deals"}}
    return {"type": "data_visualization", "title": f"Deals, {kind}", "chart": asked}


BLOCKS: dict[str, Json] = {
    "header": {"type": "header", "text": plain("Risk digest for Ana’s team :rotating_light:")},
    "section": {"type": "section", "text": marked(MARKED)},
    "section with fields": {"type": "section", "text": marked("*Northwind*"), "fields": [marked("*Stage*\nDemo"), marked("*Amount*\n48,000"), plain("Plain *words*"), marked("*Owner*\n<@UANA>")]},
    "section with a button": {"type": "section", "block_id": "acc", "text": marked("The recorder waits at the door."), "accessory": button("leave", "Send it away", style="danger", confirm=ASKED)},
    "section with a box": {"type": "section", "block_id": "tick:1", "text": marked("*Next step*\n_empty_ → *Send the security paper*"), "accessory": {"type": "checkboxes", "action_id": "tick", "options": [option("0", "Write")], "initial_options": [option("0", "Write")]}},
    "section with a picture": {"type": "section", "text": marked("A picture beside."), "accessory": {"type": "image", "image_url": "https://pictures.example/a.png", "alt_text": "A graph that falls"}},
    "context": {"type": "context", "elements": [{"type": "image", "image_url": PICTURE, "alt_text": "Chorus"}, marked("From <https://chorus.example/m/1|the call>, 12:04"), plain("AI can be wrong.")]},
    "actions": {"type": "actions", "block_id": "do", "elements": [
        button("approve", "Approve 3 fields", style="primary"), button("edit", "Edit"), button("undo", "Undo", style="danger", confirm=ASKED),
        button("see", "Open in CRM", url="https://crm.example/006"), button("only", "Only for Ben", visible_to_user_ids=["UBEN"]),
        {"type": "static_select", "action_id": "stage", "placeholder": plain("Stage"), "options": STAGES},
        {"type": "overflow", "action_id": "more", "options": [option("snooze", "Snooze for a week"), option("hide", "Not a risk", "Says why")]},
    ]},
    "divider": {"type": "divider"},
    "image": {"type": "image", "image_url": "https://pictures.example/b.png", "alt_text": "A funnel with four steps", "title": plain("The funnel")},
    "rich_text": rich(
        words("Hello ", {"type": "user", "user_id": "UBEN"}, ", see ", {"type": "link", "url": "https://chorus.example/m/2", "text": "this"}, " ", {"type": "emoji", "name": "eyes"}, "\nin ", {"type": "channel", "channel_id": "CDEALS"}, " ", {"type": "text", "text": "now", "style": {"bold": True, "italic": True}}, " ", {"type": "text", "text": "x = 1", "style": {"code": True}}, " ", {"type": "broadcast", "range": "here"}, " ", {"type": "usergroup", "usergroup_id": "SREPS"}, " ", {"type": "date", "timestamp": NOON, "format": "{date_long} {time}", "fallback": "then"}, " ", {"type": "color", "value": "#aa3300"}),
        {"type": "rich_text_list", "style": "ordered", "offset": 2, "elements": [words("third"), words("fourth")]},
        {"type": "rich_text_list", "style": "bullet", "indent": 1, "elements": [words("a bullet, further in")]},
        words("Somebody’s words", kind="rich_text_quote"),
        words("def f():\n    return 1", kind="rich_text_preformatted"),
    ),
    "markdown": {"type": "markdown", "text": MARKDOWN},
    "table": {"type": "table", "rows": _ROWS, "column_settings": [{}, {"align": "center"}, {"align": "right"}]},
    "data_table": {"type": "data_table", "caption": "Deals at risk", "rows": _ROWS, "page_size": 10},
    "chart of lines": chart("line"),
    "chart of bars": chart("bar"),
    "chart of areas": chart("area"),
    "chart of slices": chart("pie"),
    "task_card": TASKS[0],
    "plan": {"type": "plan", "title": "Looking at today’s calls", "tasks": TASKS},
    "card": {**CARD, "block_id": "card"},
    "carousel": {"type": "carousel", "block_id": "cards", "elements": [{**CARD, "block_id": f"card{n}"} for n in range(3)]},
    "container": {"type": "container", "title": plain("Evidence"), "subtitle": plain("2 calls"), "is_collapsible": True, "child_blocks": [{"type": "section", "text": marked("“We need it *signed* by June.”")}, CARD]},
    "container, divided": {"type": "container", "rich_text_title": rich(words("Why ", {"type": "text", "text": "now", "style": {"bold": True}})), "has_header_divider": True, "width": "narrow", "child_blocks": [{"type": "divider"}]},
    "context_actions": {"type": "context_actions", "block_id": "fb", "elements": [
        {"type": "feedback_buttons", "action_id": "rate", "positive_button": {"text": plain("Good answer"), "value": "good"}, "negative_button": {"text": plain("Bad answer"), "value": "bad"}},
        {"type": "icon_button", "action_id": "bin", "icon": "trash", "text": plain("Delete"), "value": "x"},
    ]},
    "video": {"type": "video", "title": plain("Northwind discovery"), "video_url": "https://chorus.example/v/1", "thumbnail_url": "https://chorus.example/t.png", "alt_text": "The call", "author_name": "Chorus"},
    "file": {"type": "file", "external_id": "notes.pdf", "source": "remote"},
    "call": {"type": "call", "call_id": "R1", "call": {"v1": {"name": "Northwind weekly", "join_url": "https://zoom.example/j/1"}}},
    "unknown": {"type": "hologram", "text": plain("?")},
}  # fmt: skip
ALERTS: list[Json] = [
    {"type": "alert", "level": level, "text": marked(f"An alert of level *{level}*.")}
    for level in ("default", "info", "warning", "error", "success")
]

ELEMENTS: dict[str, Json] = {
    "plain_text_input": {"type": "plain_text_input", "initial_value": "Send the paper", "max_length": 200, "placeholder": plain("What happens next")},
    "several lines": {"type": "plain_text_input", "multiline": True, "initial_value": "\nfirst & <second>\n\nlast"},
    "number_input": {"type": "number_input", "is_decimal_allowed": True, "initial_value": "12.5", "min_value": "0"},
    "email_text_input": {"type": "email_text_input", "initial_value": "dana@northwind.example"},
    "url_text_input": {"type": "url_text_input", "initial_value": "https://northwind.example/a?b=1&c=2"},
    "rich_text_input": {"type": "rich_text_input", "initial_value": rich(words("Some words"))},
    "static_select": {"type": "static_select", "options": STAGES, "initial_option": STAGES[1], "placeholder": plain("Stage")},
    "grouped select": {"type": "static_select", "option_groups": [{"label": plain("Open"), "options": STAGES[:2]}, {"label": plain("Late"), "options": STAGES[2:]}], "initial_option": STAGES[2]},
    "users_select": {"type": "users_select", "initial_user": "UBEN"},
    "conversations_select": {"type": "conversations_select", "initial_conversation": "CDEALS", "filter": {"include": ["public", "private"]}},
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
}  # fmt: skip
"""Every kind of input there is, each with something in it. Their `action_id` is "value"."""
ABSENT: dict[str, Json] = {
    "external_select": {"type": "external_select"},
    "file_input": {"type": "file_input"},
}


def question(name: str, element: Json) -> Json:
    """Return an input block around an element."""
    return {
        "type": "input",
        "block_id": f"ask.{name}",
        "label": plain(name.replace("_", " ").capitalize()),
        "hint": plain("A hint, in small words."),
        "element": {"action_id": "value", **element},
    }


MODAL: Json = {
    "id": "V1",
    "type": "modal",
    "title": plain("Everything to fill in"),
    "submit": plain("Save"),
    "close": plain("Cancel"),
    "blocks": [
        {"type": "section", "block_id": "top", "text": marked("*Northwind*\nNothing is written by this form."), "accessory": button("fill", "Fill in for me")},
        *ALERTS,
        *(question(name, element) for name, element in ELEMENTS.items()),
        *({**question(name, element), "optional": True} for name, element in ABSENT.items()),
    ],
}  # fmt: skip
HOME: Json = {
    "id": "V2",
    "type": "home",
    "blocks": [
        {"type": "header", "text": plain("Risk digests")},
        {"type": "section", "text": marked("A digest looks at the deals of a team at a set time.")},
        {"type": "actions", "block_id": "new", "elements": [button("new", "New digest", style="primary")]},
        {"type": "section", "block_id": "writes", "text": marked("*Writes to the CRM*"), "accessory": {"type": "radio_buttons", "action_id": "writes", "options": [option("approve", "After a click"), option("off", "Never")], "initial_option": option("off", "Never")}},
        {"type": "context", "elements": [marked("`/chorister help` lists what there is to type.")]},
    ],
}  # fmt: skip
ATTACHED: Json = {
    "ts": "1780488000.000001",
    "text": "Look at <https://chorus.example/m/1>",
    "edited": {"user": "UANA", "ts": "1780488001.000001"},
    "attachments": [
        {"color": "good", "blocks": [CARD]},
        {"pretext": "*Old style*", "author_name": "Chorus", "title": "Northwind", "title_link": "https://chorus.example/m/1", "text": "_45 minutes_", "fields": [{"title": "Stage", "value": "Demo"}], "footer": "chorus.ai"},
        {"fallback": "Only a fallback"},
    ],
    "files": [{"id": "F1", "title": "notes.pdf"}],
}  # fmt: skip

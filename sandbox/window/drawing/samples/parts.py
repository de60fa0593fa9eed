"""The small things samples are made of, and for whom they are drawn."""

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
    return {
        "type": kind,
        "elements": [{"type": "text", "text": p} if isinstance(p, str) else p for p in parts],
    }


ASKED = {
    "title": plain("Are you sure?"),
    "text": plain("All 3 fields go back to what they held before."),
    "confirm": plain("Undo them"),
    "deny": plain("Cancel"),
    "style": "danger",
}
DAYS = [option("mon", "Monday"), option("tue", "Tuesday"), option("wed", "Wednesday", "Half a day")]
STAGES = [option("disc", "Discovery"), option("demo", "Demo"), option("nego", "Negotiation")]


def cells(*texts: str | int) -> list[Json]:
    """Return a row of a table."""
    return [
        {"type": "raw_number", "value": t} if isinstance(t, int) else {"type": "raw_text", "text": t}
        for t in texts
    ]


def chart(kind: str) -> Json:
    """Return a chart of one kind."""
    if kind == "pie":
        segments = [
            {"label": "Demo", "value": 5},
            {"label": "Negotiation", "value": 3},
            {"label": "Lost", "value": 2},
        ]
        asked: Json = {"type": "pie", "segments": segments}
    else:
        days = ["1 Jun", "2 Jun", "3 Jun", "4 Jun"]
        series = [
            {"name": name, "data": [{"label": d, "value": v} for d, v in zip(days, values, strict=True)]}
            for name, values in {"at risk": [3, 5, 4, 7], "new": [1, 2, 2, 3]}.items()
        ]
        asked = {
            "type": kind,
            "series": series,
            "axis_config": {"categories": days, "x_label": "digest", "y_label": "deals"},
        }
    return {"type": "data_visualization", "title": f"Deals, {kind}", "chart": asked}


def question(name: str, element: Json) -> Json:
    """Return an input block around an element."""
    return {
        "type": "input",
        "block_id": f"ask.{name}",
        "label": plain(name.replace("_", " ").capitalize()),
        "hint": plain("A hint, in small words."),
        "element": {"action_id": "value", **element},
    }

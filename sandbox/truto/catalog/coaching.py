"""Derived tools around people and their calls: users, teams, e-mails, scorecards, reports, exports."""

from sandbox.truto.catalog.tool import BOOLEAN, INTEGER, STRING, RawTool, described, fields, tool

ID = described(STRING, "The id.")

PEOPLE: list[RawTool] = [
    tool("list_all_chorus_users", "users", "list", "List all Chorus users with e-mail, manager and teams."),
    tool("list_all_chorus_teams", "teams", "list", "List teams with their members' user ids."),
    tool("get_single_chorus_team_by_id", "teams", "get", "Get one team.", fields(id=ID), required=("id",)),
    tool(
        "list_all_chorus_emails",
        "emails",
        "list",
        "List e-mails of the deals' threads, newest first.",
        {
            "filter[email.sent]": described(STRING, "A range such as 2026-01-01:*."),
            "filter[email.name]": STRING,
            "filter[email.thread]": STRING,
            "filter[owner.email]": STRING,
            "filter[participants.email]": STRING,
            "page[after]": STRING,
        },
    ),
    tool(
        "get_single_chorus_email_by_id", "emails", "get", "Get one e-mail.", fields(id=ID), required=("id",)
    ),
    tool(
        "get_single_chorus_email_thread_by_id",
        "email_threads",
        "get",
        "Get a thread of e-mails.",
        fields(id=ID),
        required=("id",),
    ),
    tool(
        "delete_a_chorus_email_thread_by_id",
        "email_threads",
        "delete",
        "Delete a thread of e-mails.",
        fields(id=ID),
        required=("id",),
    ),
]
PEOPLE[0]["query_schema"] = None

COACHING: list[RawTool] = [
    tool(
        "list_all_chorus_scorecards",
        "scorecards",
        "list",
        "List scorecards. " + "A scorecard holds the scores a reviewer gave for one engagement. " * 16,
        {
            "filter[recipients]": STRING,
            "filter[reviewers]": STRING,
            "filter[initiative]": STRING,
            "filter[submitted]": described(STRING, "A range of days such as 2026-01-01:2026-02-01."),
            "page[number]": INTEGER,
            "page[size]": {**INTEGER, "maximum": 100},
        },
    ),
    tool(
        "chorus_scorecards_export",
        "scorecards",
        "export",
        "Export scorecards as CSV; the link comes by e-mail. Returns a task.",
        body=fields(notify=BOOLEAN),
    ),
    tool(
        "chorus_reports_export",
        "reports",
        "export",
        "Export a report as CSV; the link comes by e-mail. Returns a task.",
        body=fields(
            id=ID,
            start=STRING,
            end=STRING,
            teams={"type": "array", "items": INTEGER},
            call_ids={"type": "array", "items": STRING},
            active_users_only=BOOLEAN,
        ),
        required=("id",),
    ),
    tool(
        "create_a_chorus_sales_qualification",
        "sales_qualifications",
        "create",
        "Analyse a finished recording now and return its sales qualification. May take half a minute.",
        body=fields(recording_id=described(STRING, "The recording's id.")),
        required=("recording_id",),
    ),
    tool(
        "list_all_chorus_sales_qualification_configuration",
        "sales_qualification_configuration",
        "list",
        "List the qualification frameworks: each field's CRM mapping and whether writing appends or overwrites.",
    ),
    tool(
        "update_a_chorus_sales_qualification_configuration_by_id",
        "sales_qualification_configuration",
        "update",
        "Change a framework's fields and their CRM mapping.",
        fields(id=ID),
        fields(is_active=BOOLEAN, fields={"type": "array", "items": {"type": "object"}}),
        ("id", "is_active", "fields"),
    ),
]

_EXPORT = tool(
    "chorus_conversations_export",
    "conversations",
    "export",
    "Export conversations of a period (epoch milliseconds) or by id. Returns a task.",
)
_EXPORT["body_schema"] = {
    "oneOf": [
        {
            "type": "object",
            "properties": {"start": INTEGER, "end": INTEGER, "email_on_complete": BOOLEAN},
            "required": ["start", "end"],
        },
        {
            "type": "object",
            "properties": {"ids": {"type": "array", "items": STRING}, "callback_url": STRING},
            "required": ["ids"],
        },
    ]
}
CALLS: list[RawTool] = [
    tool(
        "list_all_chorus_conversations_live",
        "conversations_live",
        "list",
        "List the calls that are being recorded right now.",
        fields(user_id=STRING),
    ),
    _EXPORT,
    tool(
        "chorus_conversations_bulk",
        "conversations",
        "bulk",
        "Delete up to 100 conversations at once. Returns tasks.",
        body=fields(
            delete={"type": "array", "items": STRING, "maxItems": 100},
            meta={"type": "object", "properties": {"force_delete": BOOLEAN}},
        ),
        required=("delete",),
    ),
    tool(
        "chorus_conversations_validate",
        "conversations",
        "validate",
        "Tell whether a meeting will be recorded, and why not.",
        body=fields(meeting_url=STRING),
        required=("meeting_url",),
    ),
    tool(
        "chorus_conversations_disconnect",
        "conversations",
        "disconnect",
        "Take the recorder out of a live call.",
        body=fields(id=ID),
        required=("id",),
    ),
    tool(
        "delete_a_chorus_engagement_by_id",
        "engagements",
        "delete",
        "Delete engagements; id may be several, comma-separated.",
        fields(id=ID),
        required=("id",),
    ),
]

COACHING_TOOLS = [*PEOPLE, *COACHING, *CALLS]

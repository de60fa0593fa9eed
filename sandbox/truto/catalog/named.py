"""The nine tools Truto names for Chorus, with the parameters of Chorus's published contract."""

from sandbox.truto.catalog.tool import (
    BOOLEAN,
    DATE_TIME,
    INTEGER,
    NUMBER,
    STRING,
    RawTool,
    Schema,
    described,
    fields,
    tool,
)
from sandbox.truto.options import Options

_TYPES = ["meeting", "dialer", "email", "content_viewed", "unrecorded_meeting"]

LIST_CONVERSATIONS = tool(
    "list_all_chorus_conversations",
    "conversations",
    "list",
    "List conversations (engagements) in Chorus, newest first. Returns engagement objects: engagement_id, "
    "subject, date_time, duration in seconds, processing_state, no_show, owner, participants, account and "
    "opportunity. Filters: date, duration, type and owner; not state, account or text.",
    fields(
        min_date=described(DATE_TIME, "Only engagements that start at or after this ISO-8601 time."),
        max_date=described(DATE_TIME, "Only engagements that start at or before this ISO-8601 time."),
        min_duration=described(NUMBER, "Shortest duration in seconds."),
        max_duration=described(NUMBER, "Longest duration in seconds."),
        engagement_type=described({**STRING, "enum": _TYPES}, "Kind of engagement."),
        content_type=STRING,
        participants_email=described(STRING, "One e-mail address of a participant."),
        user_id=described(STRING, "Comma-separated ids of owners."),
        team_id=described(STRING, "Comma-separated ids of the owners' teams."),
        engagement_id=described(STRING, "Comma-separated engagement ids."),
        compliance={**STRING, "enum": ["COMPLIANT", "NON-COMPLIANT", "UNKNOWN"]},
        disposition_connected=BOOLEAN,
        disposition_voicemail=BOOLEAN,
        disposition_gatekeeper=BOOLEAN,
        disposition_tree=BOOLEAN,
        with_trackers=described(BOOLEAN, "Add tracker_matches to each engagement."),
        limit=described(INTEGER, "Page size."),
        next_cursor=described(STRING, "Cursor of the next page, exactly as returned."),
    ),
)
GET_CONVERSATION = tool(
    "get_single_chorus_conversation_by_id",
    "conversations",
    "get",
    "Get one conversation with status, summary, action items, participants, account, deal and recording "
    "(transcript in recording.utterances, large). Use fields to get parts of it.",
    fields(
        id=described(STRING, "The conversation's id (engagement_id of the list)."),
        fields=described(STRING, "Comma-separated parts, such as status,name,owner,recording.duration."),
        force_regeneration=BOOLEAN,
        skip_summary_generation=BOOLEAN,
        include_meeting_metadata=BOOLEAN,
    ),
    required=("id",),
)
DELETE_CONVERSATION = tool(
    "delete_a_chorus_conversation_by_id",
    "conversations",
    "delete",
    "Delete a conversation and its recording for good. Returns a task; the deletion happens later.",
    fields(id=described(STRING, "The conversation's id."), force_delete=BOOLEAN),
    required=("id",),
)
GET_TASK = tool(
    "get_single_chorus_task_by_id",
    "tasks",
    "get",
    "Get the status of a task.",
    fields(id=described(STRING, "The task's id.")),
    required=("id",),
)
GET_MEDIA = tool(
    "get_single_chorus_media_by_id",
    "media",
    "get",
    "Get the media of a conversation. Streams the video or audio, or returns metadata with a download link "
    "when info is true or JSON is accepted.",
    fields(id=described(STRING, "The conversation's id."), info=described(BOOLEAN, "Return JSON.")),
    required=("id",),
)
GET_QUALIFICATION = tool(
    "get_single_chorus_sales_qualification_by_id",
    "sales_qualifications",
    "get",
    "Get the sales qualification (for example MEDDIC) generated for a recording: each framework field with "
    "change type, new and previous value and supporting quote, and the meeting notes. 404 if none exists.",
    fields(id=described(STRING, "The recording's id, the same as the conversation's.")),
    required=("id",),
)
LIST_ME = tool(
    "list_all_chorus_me", "me", "list", "Get the Chorus user that the connected API token belongs to."
)
SIGNED_REQUEST = tool(
    "create_a_chorus_auth_signed_request",
    "auth_signed_request",
    "create",
    "Exchange an HMAC-signed request for a login URL.",
    body=fields(client_id=STRING, signed_request=STRING, redirect=BOOLEAN),
    required=("client_id", "signed_request", "redirect"),
)


def join_tool(options: Options) -> RawTool:
    """Return the tool that sends the recorder; its one property is named as the options say."""
    text = described(STRING, "The invitation as sent to a human, with the meeting link.")
    return tool(
        "chorus_conversations_join",
        "conversations",
        "join",
        "Send the Chorus recorder to a meeting that is going on or about to begin (Zoom, Google Meet, Microsoft "
        "Teams, Webex, 8x8). Returns the conversation, whose status tells whether the recorder got in.",
        body={options.join_property: text},
        required=(options.join_property,),
    )


def writeback_tool(options: Options) -> RawTool:
    """Return the write-back, with flat properties or with the vendor's nested document."""
    change: Schema = {
        "type": "object",
        "required": ["field_name"],
        "properties": {
            "field_name": described(STRING, "The CRM field that the framework field maps to."),
            "new_value": {},
            "previous_value": {},
        },
    }
    flat = fields(
        meeting_id=described(STRING, "The recording's id."),
        crm_changes={"type": "array", "items": change},
        object_type={**STRING, "default": "Opportunity"},
        opportunity_id=described(STRING, "The CRM opportunity linked to the meeting."),
    )
    return tool(
        "chorus_sales_qualifications_writeback_crm",
        "sales_qualifications",
        "writeback_crm",
        "Write fields of a sales qualification or meeting notes to the CRM opportunity of a meeting. Changes "
        "the CRM at once; fields may be appended to or overwritten, as the workspace's configuration says.",
        body=_nested(flat) if options.nested_writeback else flat,
        required=("data",) if options.nested_writeback else tuple(flat),
    )


def _nested(flat: dict[str, Schema]) -> dict[str, Schema]:
    attributes: Schema = {"type": "object", "properties": flat, "required": list(flat)}
    kind: Schema = {**STRING, "enum": ["crm-field-update"]}
    properties = {"type": kind, "attributes": attributes}
    return fields(data={"type": "object", "properties": properties, "required": list(properties)})


def named_tools(options: Options) -> list[RawTool]:
    """Return the nine in Truto's order."""
    return [
        LIST_CONVERSATIONS,
        GET_CONVERSATION,
        DELETE_CONVERSATION,
        join_tool(options),
        GET_MEDIA,
        GET_QUALIFICATION,
        writeback_tool(options),
        LIST_ME,
        SIGNED_REQUEST,
    ]

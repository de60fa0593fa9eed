"""Derived tools around the workspace itself: webhooks, settings, tokens, video links - and the hopeless one."""

from sandbox.truto.catalog.tool import BOOLEAN, DATE_TIME, NUMBER, STRING, RawTool, described, fields, tool

ID = described(STRING, "The id.")
_PROVIDER = {"type": "string", "enum": ["8X8", "GOOGLE_MEET", "MSTEAMS", "WEBEX", "ZOOM"]}

_UPLOAD = tool(
    "create_a_chorus_upload",
    "uploads",
    "create",
    "Upload a recording made elsewhere (multipart).",
    required=("data", "name", "user"),
)
_UPLOAD["body_schema"] = None

# Its schema is the YAML text of a documentation row that was cut off: nothing can be made of it.
_HOPELESS = tool(
    "chorus_integrations_connect",
    "integrations",
    "connect",
    "Begin connecting another integration.",
    required=("connection",),
)
_HOPELESS["body_schema"] = (
    "type: object\nproperties:\n  connection: {$ref: 'https://chorus.ai/api/openapi.json#/comp"
)
_HOPELESS["query_schema"] = ["connection"]

_TOKEN = tool(
    "chorus_users_register_token", "users", "register_token", None, body=fields(device_token=STRING)
)
del _TOKEN["required"], _TOKEN["tags"]

WORKSPACE: list[RawTool] = [
    tool("list_all_chorus_webhooks", "webhooks", "list", "List webhooks."),
    tool(
        "create_a_chorus_webhook",
        "webhooks",
        "create",
        "Have a URL called when a recording is done.",
        body=fields(hook_url={**STRING, "format": "uri"}, event={"const": "recording_done"}),
        required=("hook_url",),
    ),
    tool(
        "delete_a_chorus_webhook_by_id",
        "webhooks",
        "delete",
        "Remove a webhook.",
        fields(id=ID),
        required=("id",),
    ),
    tool("list_all_chorus_user_settings", "user_settings", "list", "Get the token user's own settings."),
    tool(
        "update_a_chorus_user_setting_by_id",
        "user_settings",
        "update",
        "Change the token user's own settings.",
        fields(id=ID),
        fields(autojoin=BOOLEAN, language={"type": "string", "pattern": "^(?i)[a-z]{2}$"}),
        ("id",),
    ),
    tool(
        "create_a_chorus_video_conference",
        "video_conferences",
        "create",
        "Create a video link for a user.",
        body=fields(provider=_PROVIDER, subject=STRING, start_time=DATE_TIME, duration=NUMBER),
        required=("provider",),
    ),
    tool(
        "update_a_chorus_video_conference_by_id",
        "video_conferences",
        "update",
        "Move a video conference.",
        fields(id=ID),
        fields(id=STRING, start_time=DATE_TIME, duration=NUMBER, subject=STRING),
        ("id", "start_time", "duration"),
    ),
    tool(
        "delete_a_chorus_video_conference_by_id",
        "video_conferences",
        "delete",
        "Delete a video conference.",
        fields(id=ID),
        required=("id",),
    ),
    _UPLOAD,
    _TOKEN,
    tool(
        "chorus_users_deregister_token", "users", "deregister_token", None, body=fields(device_token=STRING)
    ),
    _HOPELESS,
]

"""Reading a Web API call: its arguments may be in the query, a form or a JSON body, structured ones as JSON text."""

import base64
import json
from typing import Any

from aiohttp import web

from sandbox.slack.errors import SlackRefusal
from sandbox.slack.journal import Json

_STRUCTURED = (
    "blocks",
    "attachments",
    "metadata",
    "view",
    "files",
    "unfurls",
    "chunks",
    "prompts",
    "message",
)
_FLAGS = {
    "reply_broadcast",
    "inclusive",
    "include_all_metadata",
    "include_locale",
    "exclude_archived",
    "return_im",
    "unfurl_links",
    "unfurl_media",
    "mrkdwn",
    "replace_original",
    "delete_original",
}


async def read(request: web.Request) -> Json:
    """Return the arguments of a request, whichever way they came."""
    args: Json = dict(request.query)
    if request.content_type == "application/json":
        args |= await _json_body(request)
    elif request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        args |= {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
    return {key: _understood(key, value) for key, value in {**args, **_client(request)}.items()}


def _client(request: web.Request) -> Json:
    """The app's id and secret, which Slack would rather have in the header."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return {}
    try:
        name, _, secret = base64.b64decode(given, validate=True).decode().partition(":")
    except ValueError as error:
        raise SlackRefusal("invalid_auth") from error
    return {"client_id": name, "client_secret": secret}


def token(request: web.Request, args: Json) -> str | None:
    """Return the token of a request and take it out of the arguments."""
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    in_args = args.pop("token", None)
    return bearer.strip() if scheme.lower() == "bearer" and bearer.strip() else in_args


async def _json_body(request: web.Request) -> Json:
    text = await request.text()
    if not text:
        return {}
    try:
        body = json.loads(text)
    except ValueError as error:
        raise SlackRefusal("invalid_json") from error
    if not isinstance(body, dict):
        raise SlackRefusal("json_not_object")
    return body


def _understood(key: str, value: Any) -> Any:
    if key in _FLAGS and isinstance(value, str):
        return value.lower() in ("1", "true")
    if key in _STRUCTURED and isinstance(value, str) and value[:1] in ("[", "{"):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value

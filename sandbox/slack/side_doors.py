"""The two addresses beside the Web API: response URLs of interactions, and upload URLs of files."""

from typing import Any

from aiohttp import web

from sandbox.slack import arguments
from sandbox.slack.api import WebApi
from sandbox.slack.content import content_of
from sandbox.slack.errors import SlackRefusal
from sandbox.slack.journal import Json
from sandbox.slack.methods.chat import show_ephemeral
from sandbox.slack.tickets import ResponseUrl
from sandbox.slack.workspace import Workspace


class SideDoors:
    """Answers what the app posts outside /api/."""

    def __init__(self, workspace: Workspace, api: WebApi) -> None:
        self._workspace, self._api = workspace, api

    async def respond(self, request: web.Request) -> web.StreamResponse:
        """Take one answer to an interaction."""
        args = await arguments.read(request)
        call = self._api.note("response_url", args, request)
        fault = self._api.faults.take("response_url", request=call)
        if fault is not None:
            call.fault, call.status = fault.kind, 500
            return web.Response(status=500, text="server error")
        try:
            url = self._workspace.tickets.respond(request.match_info["key"])
            self._act(url, args)
        except SlackRefusal as refusal:
            call.status, call.response = 404, {"ok": False, "error": refusal.error}
            return web.json_response(call.response, status=404)
        call.status, call.response = 200, {"ok": True}
        return web.Response(text="ok")

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """Take the bytes of a file."""
        call = self._api.note("upload", {"file": request.match_info["file"]}, request)
        taken = self._workspace.files.receive(request.match_info["file"], await request.read())
        call.status = 400 if taken is None else 200
        return web.Response(status=call.status, text="bad length" if taken is None else f"OK - {taken}")

    def _act(self, url: ResponseUrl, args: Json) -> None:
        channel = self._workspace.channels[url.channel]
        if args.get("delete_original"):
            self._forget(url)
            return
        content = content_of(args)
        if args.get("replace_original"):
            self._replace(url, content)
        elif args.get("response_type") == "in_channel":
            threaded = {"thread_ts": str(args["thread_ts"])} if args.get("thread_ts") else {}
            self._workspace.post_as_bot(channel, {**content, **threaded})
        else:
            show_ephemeral(self._workspace, channel.id, url.user, content, args.get("thread_ts"))

    def _replace(self, url: ResponseUrl, content: Json) -> None:
        original = self._original(url)
        original["text"] = content["text"]
        original["blocks"] = self._workspace.with_ids(content.get("blocks", []))
        if not original.get("is_ephemeral"):
            original["edited"] = {"user": self._workspace.me.bot_user_id, "ts": self._workspace.next_ts()}
        self._workspace.changes.happened()

    def _forget(self, url: ResponseUrl) -> None:
        original = self._original(url)
        if original in self._workspace.ephemerals:
            self._workspace.ephemerals.remove(original)
        else:
            self._workspace.channels[url.channel].remove(original["ts"])
        self._workspace.changes.happened()

    def _original(self, url: ResponseUrl) -> dict[str, Any]:
        stored = self._workspace.channels[url.channel].messages.get(url.message_ts or "")
        fleeting = (m for m in self._workspace.ephemerals if m["ts"] == url.message_ts)
        original = stored or next(fleeting, None)
        if original is None:
            raise SlackRefusal("message_not_found")
        return original

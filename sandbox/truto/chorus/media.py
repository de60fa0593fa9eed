"""The recording's media: bytes by default, a signed link for those who ask for JSON."""

import hashlib
from datetime import timedelta

from sandbox.truto.answers import Answer, not_found
from sandbox.truto.exchange import Exchange


def get_media(call: Exchange) -> Answer:
    """Answer GET /api/v1/conversations/{id}/media: JSON if asked for, else the bytes."""
    recording = call.chorus.get(call.path_id)
    if call.chorus.status(recording) != "done":
        raise not_found("The media is not available.")
    kind = "audio" if call.options.media == "audio" else "video"
    link = _link(call, recording.id, kind)
    if _wants_json(call):
        return Answer(
            {
                "id": recording.id,
                "media_type": kind,
                "content_type": f"{kind}/mp4",
                "size": call.options.media_bytes,
                "duration": recording.length(call.now),
                "download_url": link,
                "expires_at": f"{call.now + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}",
            }
        )
    if call.options.media in ("redirect", "elsewhere"):
        return Answer(None, 302, {"location": link}, text="")
    named = "application/json" if call.options.media == "mislabelled" else f"{kind}/mp4"
    return Answer(None, content_type=named, stream=call.options.media_bytes)


def _wants_json(call: Exchange) -> bool:
    if call.options.media in ("file", "elsewhere", "mislabelled"):
        return False
    by_query = call.flag("info") and call.options.media != "ignores_info"
    # A plain "*/*" is a client's default and no wish for JSON.
    by_header = "application/json" in call.accept and call.options.media != "ignores_accept"
    return by_query or by_header


def _link(call: Exchange, id: str, kind: str) -> str:
    until = int((call.now + timedelta(hours=1)).timestamp())
    signature = hashlib.sha256(f"{id}{until}".encode()).hexdigest()[:40]
    return f"https://media.chorus.example/{id}.{kind}.mp4?expires={until}&sig={signature}"

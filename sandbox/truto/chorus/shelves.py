"""Everything in Chorus that is merely kept: playlists, moments, filters, e-mails, scorecards, webhooks."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.company import Company, Meeting
from sandbox.company.dice import Dice


@dataclass
class Shelf:
    """Rows of one kind by id. `kind` is the JSON:API type."""

    kind: str
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    last: int = 0

    def add(self, attributes: dict[str, Any], id: str | None = None) -> str:
        """Put a row on the shelf and return its id."""
        self.last += 1
        key = id or str(700 + self.last)
        self.rows[key] = attributes
        return key


def stock(company: Company) -> dict[str, Shelf]:
    """Return the shelves as a workspace of some months would have filled them."""
    shelves = {
        name: Shelf(kind)
        for name, kind in (
            ("playlists", "playlist"),
            ("playlist_moments", "playlist_moment"),
            ("smart_playlists", "smart_playlist"),
            ("moments", "moment"),
            ("filters", "filter"),
            ("emails", "email"),
            ("email_threads", "email_thread"),
            ("scorecards", "scorecard"),
            ("webhooks", "webhook"),
            ("user_settings", "user_settings"),
            ("video_conferences", "video_conference"),
        )
    }
    shown = [call for call in company.meetings if call.status == "done" and call.deal and not call.private]
    _playlists(shelves, shown)
    for call in shown[5:17]:
        _email(shelves, call)
    for call in shown[20:29]:
        shelves["scorecards"].add(_scorecard(company, call))
    shelves["filters"].add(
        {"filter_name": "Enterprise", "filter_type": "engagement", "field_type": "segment"}
    )
    shelves["user_settings"].add({"autojoin": True, "language": "en"}, id="me")
    return shelves


def _playlists(shelves: dict[str, Shelf], shown: list[Meeting]) -> None:
    for name in ("Great discovery calls", "Objection handling – pricing", "Onboarding 101"):
        playlist = shelves["playlists"].add({"name": name, "description": None, "parent": None})
        call = shown[40 + shelves["playlists"].last]
        moment = {"callid": call.id, "moment_time": 61.5, "moment_duration": 40, "playlist": playlist}
        shelves["playlist_moments"].add(moment)
        shelves["moments"].add({**moment, "subject": f"Listen to this: {name}", "shared_on": _iso(call.end)})


def _email(shelves: dict[str, Shelf], call: Meeting) -> None:
    assert call.account is not None
    people = [{"name": p.name, "email": p.email} for p in call.participants if p.type == "prospect"]
    thread = f"thread-{call.id[:8].lower()}"
    email = shelves["emails"].add(
        {
            "name": f"Re: {call.subject or call.account.name}",
            "sent": _iso(call.end),
            "thread": thread,
            "owner": {"name": call.owner.name, "email": call.owner.email},
            "participants": people,
            "body": f"Hi,<br><br>thank you for your time. As promised: {', '.join(call.action_items) or 'my notes'}.",
        },
        id=f"{call.id[::-1]}",
    )
    shelves["email_threads"].add({"emails": [email], "name": call.account.name}, id=thread)


def _scorecard(company: Company, call: Meeting) -> dict[str, Any]:
    boss = next(p for p in company.people if p.chorus_user_id == (call.owner.manager_id or 305900))
    score = Dice("score", call.id).randrange(1, 6)
    return {
        "engagement": call.id,
        "initiative": {"id": 11, "name": "Discovery 2.0", "description": None},
        "recipient": {
            "name": call.owner.name,
            "person_id": call.owner.person_id,
            "user_id": call.owner.chorus_user_id,
        },
        "reviewer": {"name": boss.name, "person_id": boss.person_id, "user_id": boss.chorus_user_id},
        "scores": [
            {"question": {"id": 1, "text": "Was the pain made explicit?"}, "score": score, "comment": None}
        ],
        "seen": score > 2,
        "submitted": _iso(call.end),
    }


def _iso(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"

"""Everybody the workspace knows: the company's people, a guest, an outsider and the bot, as users.info tells them."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sandbox.company import Person
from sandbox.slack.journal import Json

GUEST = "UGUEST0001"
OUTSIDER = "UOUTSIDER1"
CUSTOMER_TEAM = "T0CUSTOMER"
_FLAGS = ("owner", "primary_owner", "stranger", "bot", "app_user")
_NOBODY_SPECIAL = {f"is_{flag}": False for flag in _FLAGS}


def directory(
    people: Sequence[Person], team_id: str, bot: tuple[str, str, str], now: datetime
) -> dict[str, Json]:
    """Return every user by id. `bot` is (user id, bot id, app id)."""
    zone = people[0].tz if people else "Europe/Berlin"
    users = [
        member(
            p.slack_id,
            p.name,
            p.email,
            p.tz,
            team_id,
            now,
            title=p.title,
            is_admin=p.role in ("it", "revops"),
        )
        for p in people
    ]
    users.append(member(GUEST, "Gina Guest", "gina@contractor.example", zone, team_id, now, guest=True))
    users.append(outsider(OUTSIDER, "Olaf Outsider", zone, now))
    users.append(_bot_user(bot, zone, team_id, now))
    return {user["id"]: user for user in users}


def member(
    user_id: str,
    name: str,
    email: str | None,
    tz: str,
    team_id: str,
    now: datetime,
    *,
    title: str = "",
    guest: bool = False,
    is_admin: bool = False,
) -> Json:
    """Return a full member, or a single-channel guest."""
    handle = (email or name).split("@")[0].lower().replace(" ", ".")
    return {
        "id": user_id,
        "team_id": team_id,
        "name": handle,
        "deleted": False,
        "real_name": name,
        "tz": tz,
        "tz_label": tz,
        "tz_offset": _offset(tz, now),
        "profile": _profile(name, email, title, team_id),
        **_NOBODY_SPECIAL,
        "is_admin": is_admin,
        "is_restricted": guest,
        "is_ultra_restricted": guest,
        "updated": int(now.timestamp()),
    }


def outsider(user_id: str, name: str, tz: str, now: datetime) -> Json:
    """Return somebody of another company, met in a shared channel. Slack does not tell their address."""
    return {**member(user_id, name, None, tz, CUSTOMER_TEAM, now), "is_stranger": True}


def in_group(users: dict[str, Json], team_id: str, group: str, name: str) -> dict[str, Json]:
    """Return the users, those of a team as people of the organisation that the team belongs to."""
    told = {"enterprise_id": group, "enterprise_name": name, "teams": [team_id]}
    return {
        id: {**user, "enterprise_user": {"id": id, **told}} if user["team_id"] == team_id else user
        for id, user in users.items()
    }


def _offset(tz: str, now: datetime) -> int:
    offset = now.astimezone(ZoneInfo(tz)).utcoffset()
    return int(offset.total_seconds()) if offset else 0


def _profile(name: str, email: str | None, title: str, team_id: str) -> Json:
    first, _, last = name.partition(" ")
    profile = {
        "title": title,
        "real_name": name,
        "real_name_normalized": name,
        "display_name": first,
        "display_name_normalized": first,
        "first_name": first,
        "last_name": last,
        "team": team_id,
        "status_text": "",
        "image_72": "https://avatars.example/72.png",
    }
    return {**profile, "email": email} if email else profile


def _bot_user(bot: tuple[str, str, str], tz: str, team_id: str, now: datetime) -> Json:
    user_id, bot_id, app_id = bot
    user = member(user_id, "Chorister", None, tz, team_id, now)
    user["profile"].update({"bot_id": bot_id, "api_app_id": app_id, "always_active": True})
    return {**user, "name": "chorister", "is_bot": True}

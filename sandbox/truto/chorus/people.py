"""Who is in Chorus: the token's own user, all users, their teams."""

from typing import Any

from sandbox.company import Person
from sandbox.truto.answers import Answer, not_found
from sandbox.truto.exchange import Exchange, page


def list_me(call: Exchange) -> Answer:
    """Answer GET /api/v1/users/me: the user the account belongs to, whoever asks in Slack."""
    return page([call.document("user", str(call.caller.chorus_user_id), _user(call.caller))])


def list_users(call: Exchange) -> Answer:
    """Answer GET /v3/users, a bare array without JSON:API."""
    people = [person for person in call.chorus.company.people if person.chorus_user_id]
    return page([{"id": person.chorus_user_id, "active": True, **_user(person)} for person in people])


def list_teams(call: Exchange) -> Answer:
    """Answer GET /api/v1/teams: one per manager."""
    managers = [person for person in call.chorus.company.people if person.role == "manager"]
    return page([call.document("team", str(boss.chorus_user_id), _team(boss, call)) for boss in managers])


def get_team(call: Exchange) -> Answer:
    """Answer GET /api/v1/teams/{id}."""
    for person in call.chorus.company.people:
        if person.role == "manager" and str(person.chorus_user_id) == call.path_id:
            return Answer(call.document("team", call.path_id, _team(person, call)))
    raise not_found()


def _user(person: Person) -> dict[str, Any]:
    first, _, last = person.name.partition(" ")
    return {
        "name": person.name,
        "first_name": first,
        "last_name": last,
        "email": person.email,
        "domain": "seller.example",
        "person_id": person.person_id,
        "manager_id": person.manager_id,
        "team_ids": [person.manager_id] if person.manager_id else [],
        "role": "admin" if person.role == "revops" else "member",
        "title": person.title,
        "license_type": "LISTENER" if person.role == "revops" else "RECORDER",
    }


def _team(boss: Person, call: Exchange) -> dict[str, Any]:
    members = [p.chorus_user_id for p in call.chorus.company.people if p.manager_id == boss.chorus_user_id]
    return {"name": f"Team {boss.name.split()[0]}", "manager": boss.chorus_user_id, "users": members}

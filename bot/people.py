"""Who asks: a Slack person and the Chorus person with the same e-mail, and what they may read and decide."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, Protocol, Self
from zoneinfo import ZoneInfo

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.allowances import PEOPLE, Allowances
from bot.slack.client import without_repeating
from bot.slack.faults import reason
from tools.chorus import Call, Participant, User


@dataclass(frozen=True)
class Person:
    """Somebody we answer. chorus_id is None where Truto offers no users list: then the e-mail alone identifies them."""

    slack_id: str
    name: str
    email: str
    zone: str
    chorus_id: str | None
    is_admin: bool
    reports: tuple[str, ...] = ()
    """Chorus ids of everybody below this person, at any depth."""
    report_emails: tuple[str, ...] = ()
    account: str | None = None
    """The Chorus account of their own that their requests run on; None: the main one. What they may see does not widen."""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(**data | {k: tuple(data[k]) for k in ("reports", "report_emails")})


@dataclass(frozen=True)
class Stranger:
    """Somebody we do not work for, and the sentence that says so, privately."""

    say: str


@dataclass(frozen=True)
class Member:
    """What Slack says of a person."""

    slack_id: str
    team: str
    name: str
    email: str
    zone: str
    is_guest: bool
    is_gone: bool
    is_app: bool = False


PRESENT = 100
"""People of a channel who are looked at one by one: as many as Slack tells of in a minute."""


MOMENT = 1.5
"""Seconds for which somebody is looked up where a person waits for it: Slack gives a form three."""


class Members(Protocol):
    """Whoever knows the people of a workspace."""

    async def member(self, user: str) -> Member: ...

    async def soon(self, user: str) -> Member: ...

    async def with_email(self, email: str) -> str | None: ...

    async def present(self, channel: str) -> list[str] | None: ...


class SlackPeople:
    """Looks people up in Slack."""

    def __init__(self, client: AsyncWebClient, allowances: Allowances | None = None) -> None:
        self._client, self._allowances = client, allowances or Allowances()

    async def member(self, user: str) -> Member:
        """One person, as Slack knows them."""
        await self._allowances.turn(PEOPLE)
        return _member((await self._client.users_info(user=user))["user"])

    async def soon(self, user: str) -> Member:
        """The same without waiting for a rate limit. Raises TimeoutError where others have all turns of the next moment."""
        if not await self._allowances.within(MOMENT, PEOPLE):
            raise TimeoutError
        asking = without_repeating(self._client)
        answer = await self._allowances.heeding(lambda: asking.users_info(user=user), PEOPLE)
        return _member(answer["user"])

    async def present(self, channel: str) -> list[str] | None:
        """Who is in a channel, apps among them; None where those are more than anybody looks at one by one."""
        found: list[str] = []
        cursor: str | None = ""
        while cursor is not None and len(found) <= PRESENT:
            about = {"channel": channel, "limit": PRESENT} | ({"cursor": cursor} if cursor else {})
            page = await self._client.api_call("conversations.members", http_verb="GET", params=about)
            found += page["members"]
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
        return found if len(found) <= PRESENT else None

    async def with_email(self, email: str) -> str | None:
        """The Slack id of whoever has an e-mail address; None where nobody has."""
        try:
            return str((await self._client.users_lookupByEmail(email=email))["user"]["id"])
        except SlackApiError as error:
            if reason(error) == "users_not_found":
                return None
            raise


def _member(row: Mapping[str, Any]) -> Member:
    profile = row.get("profile") or {}
    return Member(
        slack_id=str(row["id"]),
        team=str(row.get("team_id") or ""),
        name=str(profile.get("real_name") or row.get("real_name") or row.get("name") or row["id"]),
        email=str(profile.get("email") or "").lower() if row.get("is_email_confirmed", True) else "",
        zone=_zone(row.get("tz")),
        is_guest=any(row.get(k) for k in ("is_restricted", "is_ultra_restricted", "is_stranger", "is_bot")),
        is_gone=bool(row.get("deleted")),
        is_app=bool(row.get("is_bot")) or row["id"] == "USLACKBOT",
    )


def _zone(name: object) -> str:
    """A zone this computer knows; Slack may know newer ones, and every date of a run is told in it."""
    try:
        return ZoneInfo(str(name)).key if name else "UTC"
    except (LookupError, ValueError, OSError):
        return "UTC"


OUTSIDER = Stranger("I am only available to full members of this workspace.")


def belongs(member: Member, team: str) -> bool:
    """Whether somebody is a full member of our workspace: no guest, nobody who left, nobody of another company."""
    return not member.is_gone and not member.is_guest and member.team in ("", team)


def recognise(
    member: Member, team: str, users: Iterable[User] | None, admins: Collection[str]
) -> Person | Stranger:
    """Match a Slack member to a Chorus user; `users` is None where Truto offers no users list."""
    if not belongs(member, team):
        return OUTSIDER
    if not member.email:
        return Stranger(
            "I could not see a confirmed e-mail address in your Slack profile, so I cannot tell who you are in Chorus. "
            "Please add one, or ask your Slack admin."
        )
    directory = None if users is None else list(users)
    me = next((u for u in directory or [] if (u.email or "").lower() == member.email and u.active), None)
    if directory is not None and me is None:
        return Stranger(
            "There is no Chorus user with the e-mail of your Slack profile, so I cannot read or do anything in Chorus "
            "for you. Ask your Chorus admin to add you, or to match the addresses."
        )
    below = _reports(me.id, directory or []) if me else []
    return Person(
        slack_id=member.slack_id,
        name=member.name,
        email=member.email,
        zone=member.zone,
        chorus_id=me.id if me else None,
        is_admin=member.slack_id in admins,
        reports=tuple(u.id for u in below),
        report_emails=tuple((u.email or "").lower() for u in below if u.email),
    )


def _reports(manager: str, users: list[User]) -> list[User]:
    """Everybody below a manager, at any depth; a loop in the chain ends the walk."""
    below: list[User] = []
    seen, front = {manager}, {manager}
    while front:
        found = [u for u in users if u.manager_id in front and u.id not in seen]
        below += found
        front = {u.id for u in found}
        seen |= front
    return below


@dataclass(frozen=True)
class Attendance:
    """Who had to do with a call: what the right to read it depends on."""

    owner_id: str | None
    owner_email: str | None
    participants: tuple[Participant, ...] = ()
    private: bool = False

    @classmethod
    def of(cls, call: Call) -> Self:
        """Of a call as it was listed or read."""
        return cls(call.owner_id, call.owner_email, call.participants, call.private)

    @property
    def is_known(self) -> bool:
        """Whether the answer said anything of who was there."""
        return bool(self.owner_id or self.owner_email or self.participants)

    def has(self, ids: Collection[str | None], emails: Collection[str]) -> bool:
        """Whether its owner or somebody in it has one of these ids or addresses."""
        there = {self.owner_id, *(p.user_id for p in self.participants)} - {None, ""}
        at = {(self.owner_email or "").lower(), *((p.email or "").lower() for p in self.participants)} - {""}
        return bool(there & {*ids}) or bool(at & {*emails})


Policy = Literal["participants", "workspace"]


def may_read(asker: Person, call: Attendance, policy: Policy) -> bool:
    """
    A call is read by its owner, its participants on our side, their managers and admins; or by all, by policy. A private
    one is for those who were in it alone: Chorus keeps it from managers and admins as well.
    """
    if call.has({asker.chorus_id}, {asker.email}):
        return True
    if call.private:
        return False
    return policy == "workspace" or asker.is_admin or call.has(asker.reports, asker.report_emails)


def may_decide(person: Person, owner_id: str | None, owner_email: str | None) -> bool:
    """A CRM write is decided by the meeting's owner, their managers and admins."""
    manages = owner_id in person.reports or (owner_email or "").lower() in person.report_emails
    return person.is_admin or owns(person, owner_id, owner_email) or manages


def owns(person: Person, owner_id: str | None, owner_email: str | None) -> bool:
    """Whether somebody is the owner that Chorus names; nobody is where it names none."""
    email = (owner_email or "").lower()
    return bool(email and email == person.email) or bool(owner_id and owner_id == person.chorus_id)

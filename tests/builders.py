"""Values with believable defaults: a test names only what it is about."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Float

from bot.agent.budget import Budget
from bot.digests.schedule import Schedule
from bot.errands.errand import Errand, Thing
from bot.people import Member, Person
from bot.proposals.evidence import Evidence, Written, aimed
from bot.proposals.proposal import Change, Meeting, Proposal
from bot.risk.gaps import plain_name
from bot.settings import Settings
from bot.store.installations import Installation, Token
from bot.store.tables import installations
from tools.catalog import Catalog, catalog_from
from tools.chorus import Conversation, Engagement, Participant, Qualification, QualificationField, User
from tools.policy import Effect

NOON = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
"""A Wednesday; every time in these tests is told from here."""

CALL = "A1B2C3D4E5F60718293A4B5C6D7E8F90"
DEAL = "0065e00000AbCdEAAV"


def settings_env(**more: str) -> dict[str, str]:
    """The least that a bot needs, and what a test adds."""
    return {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_APP_TOKEN": "xapp-1",
        "ANTHROPIC_API_KEY": "sk-ant-1",
        "TRUTO_API_TOKEN": "truto-1",
        "TRUTO_INTEGRATED_ACCOUNT_ID": "3a0c9a5e-0000-4000-8000-000000000001",
        **more,
    }


def settings(**more: str) -> Settings:
    return Settings.from_env(settings_env(**more))


def an_installation(**more: Any) -> Installation:
    made: dict[str, Any] = {
        "key": "T1",
        "name": "Seller",
        "enterprise": None,
        "team": "T1",
        "app": "A1",
        "bot_user": "UBOT",
        "bot": "B1",
        "scopes": ("chat:write", "users:read"),
        "installer": "UROSA00001",
        "installed_at": 5.0,
        "access": Token("xoxb-1"),
    }
    return Installation(**made | more)


def a_person(slack_id: str = "UANA", **more: Any) -> Person:
    made = {
        "name": "Ana Ruiz",
        "email": "ana.ruiz@seller.example",
        "zone": "Europe/Madrid",
        "chorus_id": "305921",
        "is_admin": False,
    }
    return Person(slack_id, **made | more)


def a_member(slack_id: str = "UANA", **more: Any) -> Member:
    made = {
        "team": "T1",
        "name": "Ana Ruiz",
        "email": "ana.ruiz@seller.example",
        "zone": "Europe/Madrid",
        "is_guest": False,
        "is_gone": False,
    }
    return Member(slack_id, **made | more)


def a_user(id: str = "305921", email: str | None = "ana.ruiz@seller.example", **more: Any) -> User:
    return User(id=id, email=email, **more)


def a_participant(**more: Any) -> Participant:
    return Participant(**{"name": "Dana Fox", "email": "dana@northwind.example"} | more)


def an_engagement(id: str = CALL, **more: Any) -> Engagement:
    made = {
        "type": "meeting",
        "subject": "Northwind discovery",
        "start": NOON,
        "duration": 2700.0,
        "processing_state": "done",
        "account_name": "Northwind",
        "opportunity_id": DEAL,
        "opportunity_name": "Northwind - 2026",
        "owner_id": "305921",
        "owner_name": "Ana Ruiz",
        "owner_email": "ana.ruiz@seller.example",
        "summary": "They compared two vendors and asked for a quote.",
        "url": f"https://chorus.ai/meeting/{id}",
    }
    return Engagement(conversation_id=id, **made | more)


def a_conversation(id: str = CALL, **more: Any) -> Conversation:
    made = {
        "type": "recording",
        "status": "done",
        "subject": "Northwind discovery",
        "opportunity_id": DEAL,
        "opportunity_name": "Northwind - 2026",
        "owner_id": "305921",
    }
    return Conversation(conversation_id=id, **made | more)


def a_field(
    name: str = "Economic Buyer", new: Any = "Ingrid Solberg, CFO", **more: Any
) -> QualificationField:
    made = {
        "field_id": name.lower().replace(" ", "_"),
        "change": "UPDATED",
        "quote": "Ingrid, our CFO. She signs.",
    }
    return QualificationField(name=name, new_value=new, **made | more)


def a_qualification(*fields: QualificationField, **more: Any) -> Qualification:
    made = {"recording_id": CALL, "framework": "MEDDIC", "opportunity_id": DEAL}
    return Qualification(fields=fields or (a_field(),), **made | more)


def evidence(*fields: QualificationField, **more: Any) -> Evidence:
    """
    What is known of a call, analysed `at` a time. A name that Evidence itself has goes there; every other one to the
    conversation.
    """
    own = {key: more.pop(key) for key in list(more) if key in Evidence.__dataclass_fields__}
    analysis = a_qualification(*fields, generated_at=more.pop("at", None))
    made = {"meeting": a_conversation(**more), "qualification": analysis}
    return aimed(Evidence(**made | own), DEAL)


def wrote(*names: str, **more: Any) -> Written:
    """What our own writes did to a field."""
    return Written(names, **{"value": None, "at": 5.0, "deal": DEAL} | more)


def a_change(field_name: str = "economic_buyer", **more: Any) -> Change:
    made = {
        "label": "Economic Buyer",
        "now": None,
        "proposed": "Ingrid Solberg, CFO",
        "quote": "Ingrid, our CFO. She signs.",
        "ticked": True,
        "names": (plain_name(field_name),),
        "meeting": CALL,
    }
    return Change(field_name, **made | more)


def write_arguments(**values: Any) -> dict[str, Any]:
    """The arguments of a write-back, one change for each value."""
    changes = [{"field_name": name, "new_value": value} for name, value in values.items()]
    return {"meeting_id": CALL, "object_type": "Opportunity", "opportunity_id": DEAL, "crm_changes": changes}


def a_proposal(id: str = "p1", changes: Iterable[Change] | None = None, **more: Any) -> Proposal:
    made = {
        "conversation": "T1:C1:100.1:UANA",
        "call_id": "toolu_1",
        "asker": "UANA",
        "tool": "chorus_sales_qualifications_writeback_crm",
        "arguments": write_arguments(economic_buyer="Ingrid Solberg, CFO"),
        "made_at": NOON.timestamp(),
        "expires_at": NOON.timestamp() + 86_400,
        "meetings": (Meeting(CALL, "Northwind discovery"),),
        "opportunity_id": DEAL,
        "opportunity_name": "Northwind - 2026",
        "stage": "Negotiation",
        "account": "Northwind",
        "owner_name": "Ana Ruiz",
        "owner_email": "ana.ruiz@seller.example",
        "owner_id": "305921",
    }
    return Proposal(id, changes=tuple(changes) if changes is not None else (a_change(),), **made | more)


def a_thing(id: str = CALL, **more: Any) -> Thing:
    made = {
        "kind": "call",
        "name": "Northwind discovery",
        "owner_id": "305921",
        "owner_email": "ana.ruiz@seller.example",
        "owner_name": "Ana Ruiz",
        "at": NOON.timestamp(),
    }
    return Thing(id=id, **made | more)


def an_errand(id: str = "e1", **more: Any) -> Errand:
    """A call of Ana's that is to be deleted."""
    made = {
        "conversation": "T1:C1:100.1:UANA",
        "call_id": "toolu_1",
        "asker": "UANA",
        "thread": "100.1",
        "tool": "delete_a_chorus_conversation_by_id",
        "resource": "conversations",
        "method": "delete",
        "path_id": CALL,
        "query": {"id": CALL},
        "body": None,
        "effect": Effect.DESTROY,
        "deed": "Delete for good: the call “Northwind discovery”",
        "things": (a_thing(),),
        "made_at": NOON.timestamp(),
        "expires_at": NOON.timestamp() + 86_400,
        "doomed": (("conversations", CALL),),
    }
    return Errand(id, **made | more)


def a_budget(**more: Any) -> Budget:
    return Budget(
        **{"max_turns": 3, "max_usd": 1.0, "max_tokens": 1_000_000, "ends_at": NOON.timestamp() + 60} | more
    )


def tool_rows() -> list[dict[str, Any]]:
    """A few tools as Truto lists them: read, join, write-back, a write that is off, a destructive one, a broken one."""
    text = {"type": "string"}
    changes = {"type": "array", "items": {"type": "object"}}

    def row(resource: str, method: str, *required: str, **schemas: Any) -> dict[str, Any]:
        name = (
            f"{method}_{resource}"
            if method in ("list", "get", "delete", "create")
            else f"{resource}_{method}"
        )
        made = {"resource": resource, "method": method, "name": name, "required": list(required)}
        return made | {"description": f"{method} {resource}."} | schemas

    def body(**properties: Any) -> dict[str, Any]:
        return {"body_schema": {"type": "object", "properties": properties}}

    def query(**properties: Any) -> dict[str, Any]:
        return {"query_schema": {"type": "object", "properties": properties}}

    return [
        row("conversations", "list", **query(min_date=text, next_cursor=text)),
        row("conversations", "get", "id", **query(id=text)),
        row("conversations", "join", "invitation_text", **body(invitation_text=text)),
        row("moments", "list", **query(next_cursor=text)),
        row(
            "sales_qualifications",
            "writeback_crm",
            "crm_changes",
            **body(meeting_id=text, object_type=text, opportunity_id=text, crm_changes=changes),
        ),
        row("scorecards", "create", **body(name=text)),
        row("videos", "delete", "id", **query(id=text)),
        {"resource": "broken", "method": "", "name": "broken_tool"},
    ]


def a_catalog() -> Catalog:
    return catalog_from(tool_rows())


class HandClock:
    """A clock that a test moves, or the waits of what it tests."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


def a_schedule(id: str = "d1", **more: Any) -> Schedule:
    """On working days at half past eight in Berlin."""
    made = {
        "channel": "CDEALS0001",
        "days": (0, 1, 2, 3, 4),
        "at": "08:30",
        "zone": "Europe/Berlin",
        "reps": (),
        "grouping": "rep",
        "quiet_days": (),
        "hide_amounts": False,
        "by": "USAM",
        "by_name": "Sam Okafor",
        "paused": False,
        "created_at": 0.0,
        "by_email": "sam.okafor@seller.example",
    }
    return Schedule(id, **made | more)


def row_of_workspace(key: str) -> dict[str, Any]:
    """The row of a workspace that added us, for what does not open its secrets."""
    some = {column.name: 0.0 if isinstance(column.type, Float) else "x" for column in installations.columns}
    return some | {"key": key, "version": 1, "leaving": False}

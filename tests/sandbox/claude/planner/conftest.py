"""A stage: tools with answers, on which the planner plays a request to its end."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from sandbox.claude.planner import plan

TODAY = "Current date: 2026-11-22. Time zone: Europe/Berlin."


def schema(required: list[str] | None = None, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required or []}


TEXT = {"type": "string"}
TOOLS: dict[str, dict[str, Any]] = {
    "chorus_conversations_join": schema(["invitation_text"], invitation_text=TEXT),
    "list_all_chorus_me": schema(),
    "list_all_chorus_conversations": schema(
        engagement_type=TEXT, user_id=TEXT, min_date=TEXT, max_date=TEXT, next_cursor=TEXT
    ),
    "get_single_chorus_conversation_by_id": schema(["id"], id=TEXT),
    "get_single_chorus_sales_qualification_by_id": schema(["id"], id=TEXT),
    "chorus_sales_qualifications_writeback_crm": schema(
        ["meeting_id", "crm_changes", "object_type", "opportunity_id"],
        meeting_id=TEXT,
        crm_changes={"type": "array"},
        object_type=TEXT,
        opportunity_id=TEXT,
    ),
}


class Failure(Exception):
    """A tool's answer that is an error."""


@dataclass
class Stage:
    """Plays both sides of a conversation; `answers` maps a part of a tool's name to its answer."""

    answers: dict[str, Any]
    schemas: dict[str, dict[str, Any]] = field(default_factory=lambda: dict(TOOLS))
    extra_tools: list[dict[str, Any]] = field(default_factory=list)
    deferred: set[str] = field(default_factory=set)
    wrap: bool = True
    context: str = TODAY
    messages: list[dict[str, Any]] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    turns: list[int] = field(default_factory=list)

    @property
    def tools(self) -> list[dict[str, Any]]:
        tools = [{"name": name, "input_schema": schema} for name, schema in self.schemas.items()]
        for tool in tools:
            if tool["name"] in self.deferred:
                tool["defer_loading"] = True
        return [*tools, *self.extra_tools]

    def ask(self, words: str) -> str:
        """The closing words of a request, after every call it made."""
        self.messages += [{"role": "user", "content": words}, {"role": "system", "content": self.context}]
        for _ in range(60):
            reply = plan(self.tools, self.messages)
            content = [dict(block) for block in reply.content]
            for at, block in enumerate(content):
                if block["type"] == "tool_use":
                    block["id"] = f"call_{len(self.messages)}_{at}"
            self.messages.append({"role": "assistant", "content": content})
            if reply.stop_reason == "end_turn":
                return str(content[-1]["text"])
            calls = [block for block in content if block["type"] == "tool_use"]
            self.turns.append(len(calls))
            self.messages.append({"role": "user", "content": [self._result(call) for call in calls]})
        raise AssertionError("the planner never came to an end")

    def _result(self, call: dict[str, Any]) -> dict[str, Any]:
        self.calls.append((call["name"], call["input"]))
        answer = next(value for part, value in self.answers.items() if part in call["name"])
        block = {"type": "tool_result", "tool_use_id": call["id"]}
        try:
            value = answer(call["input"]) if callable(answer) else answer
        except Failure as failure:
            return {**block, "is_error": True, "content": json.dumps({"error": str(failure)})}
        if self.wrap:
            value = {"source": "chorus", "untrusted": True, "result": value, "note": "This is data."}
        return {**block, "content": json.dumps(value)}


@pytest.fixture
def stage() -> Callable[..., Stage]:
    return Stage


@pytest.fixture
def failure() -> Callable[[str], Callable[[Any], Any]]:
    """An answer that is an error with this sentence."""

    def failing(words: str) -> Callable[[Any], Any]:
        def fail(input: Any) -> Any:
            raise Failure(words)

        return fail

    return failing


@pytest.fixture
def row() -> Callable[..., dict[str, Any]]:
    """One row of the meetings list."""

    def a_row(number: str, hour: float, **rest: Any) -> dict[str, Any]:
        return {
            "engagement_id": number,
            "engagement_type": "meeting",
            "subject": f"Call {number}",
            "date_time": 1795305600 + hour * 3600,  # 2026-11-22 00:00 UTC
            "duration": 2400.0,
            "processing_state": "done",
            "no_show": False,
            "user_id": 7,
            "opportunity_id": f"006{number}",
            "opportunity_name": f"Deal {number}",
            "user_name": "Ana Ruiz",
            "url": f"https://chorus.ai/meeting/{number}",
            "meeting_summary": "Scope agreed.<br>Pricing open.",
            **rest,
        }

    return a_row


@pytest.fixture
def qualification() -> Callable[..., dict[str, Any]]:
    """A qualification with this economic buyer, in the shape Truto gives it."""

    def a_qualification(number: str = "A1", **buyer: Any) -> dict[str, Any]:
        fields = [
            {
                "field_name": "Metrics",
                "change_type": "ADDED",
                "new_value": "6h to 1h",
                "supporting_quote": "six",
            },
            {
                "field_name": "Champion",
                "change_type": "NO_CHANGE",
                "new_value": None,
                "previous_value": "Lee",
            },
            {"field_id": "economic_buyer", "field_name": "Economic Buyer", "change_type": "UPDATED", **buyer},
        ]
        notes = {
            "notes": {"field_name": "Notes", "change_type": "ADDED", "new_value": "Went well."},
            "next_steps": {
                "field_name": "Next Steps",
                "change_type": "UPDATED",
                "new_value": "Quote by Friday",
                "previous_value": "Demo",
            },
        }
        attributes = {"opportunity_id": f"006{number}", "sqf_analysis": fields, "meeting_notes": notes}
        return {"id": "9001", "type": "sales_qualification_analysis", "attributes": attributes}

    return a_qualification


@pytest.fixture
def meetings(row, qualification):
    """Ana's meetings on two pages; the last finished one is the second page's first."""
    first = [
        row("LATER", 15, processing_state="processing"),
        row("GHOST", 14, no_show=True),
        row("OTHER", 13, user_id=8),
    ]
    second = [row("A1", 12), row("OLD", 9)]

    def listed(input):
        if input.get("next_cursor") == "17 A":
            return {"result": second, "next_cursor": None}
        return {"result": first, "next_cursor": "17 A"}

    return {
        "list_all_chorus_me": {"result": [{"id": "7", "type": "user", "attributes": {"name": "Ana Ruiz"}}]},
        "list_all_chorus_conversations": listed,
        "sales_qualification_by_id": qualification("A1", new_value="Kim", supporting_quote="I sign"),
        "writeback_crm": {"status": "approved", "written": ["Metrics", "Notes"]},
    }


@pytest.fixture
def loose(meetings, qualification, row):
    """The same meetings, linked to no opportunity; the tool asks for one."""

    def read(input):
        found = qualification(input["id"], new_value="Kim")
        found["attributes"]["opportunity_id"] = None
        return found

    listed = [row(number, hour, opportunity_id=None) for number, hour in (("A1", 12), ("B2", 11), ("C3", 9))]
    asking = {"state": "waiting", "known": "The card asks which deal this belongs to"}
    return {
        **meetings,
        "sales_qualification_by_id": read,
        "list_all_chorus_conversations": {"result": listed, "next_cursor": None},
        "writeback_crm": asking,
    }

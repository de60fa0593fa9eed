"""The tools as offered: found by what their names say, filled as their schemas ask."""

from typing import Any

from sandbox.claude.canonical import Block
from sandbox.claude.planner.scene import Scene
from sandbox.claude.planner.search import find_deferred
from sandbox.claude.replies import Reply, text, tool_search, tool_use

JOIN = "conversations_join"
ME = "list_all_chorus_me"
MEETINGS = "list_all_chorus_conversations"
CONVERSATION = "get_single_chorus_conversation"
QUALIFICATION = "get_single_chorus_sales_qualification"
WRITE_BACK = "writeback_crm"
REVIEW = "review_calls"

_WORDS = {
    JOIN: "send the recorder into a meeting",
    ME: "find out who you are in Chorus",
    MEETINGS: "list meetings",
    CONVERSATION: "read a call",
    QUALIFICATION: "read a call's sales qualification",
    WRITE_BACK: "write to the CRM",
}
_BY = "chorister"


def find(scene: Scene, part: str) -> dict[str, Any] | None:
    """The offered tool with the shortest name that contains this part."""
    named = [tool for tool in scene.tools if part in str(tool.get("name")) and "input_schema" in tool]
    return min(named, key=lambda tool: len(tool["name"]), default=None)


def properties(tool: dict[str, Any]) -> dict[str, Any]:
    """The arguments a tool takes."""
    found: dict[str, Any] = tool["input_schema"].get("properties") or {}
    return found


def fit(tool: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """Of the wanted arguments those the tool takes, in the types it takes them."""
    declared = properties(tool)
    return {
        name: coerce(value, declared[name])
        for name, value in wanted.items()
        if name in declared and value is not None
    }


def coerce(value: Any, schema: Any) -> Any:
    """The value as the schema's type, where that is a plain matter."""
    kind = schema.get("type") if isinstance(schema, dict) else None
    kinds = kind if isinstance(kind, list) else [kind]
    if "string" in kinds and isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if (
        "string" not in kinds
        and isinstance(value, str)
        and value.isdigit()
        and {"integer", "number"} & {*kinds}
    ):
        return int(value)
    if kinds == ["integer"] and isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def required_string(tool: dict[str, Any]) -> str | None:
    """The name of the one text a tool needs, whatever it is called."""
    declared = properties(tool)
    required = [name for name in tool["input_schema"].get("required") or [] if name in declared]
    texts = [name for name in required or declared if declared[name].get("type", "string") == "string"]
    return texts[0] if texts else None


def signature_of(tool: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Optional texts that nobody has filled, such as a note or a source: signed as ours."""
    required = tool["input_schema"].get("required") or []
    return {
        name: _BY
        for name, schema in properties(tool).items()
        if name not in given and name not in required and _takes_any_text(schema)
    }


def key_for_page(tool: dict[str, Any]) -> str | None:
    """The argument that takes the next page's cursor."""
    names = ("next_cursor", "continuation_key", "cursor", "page_token")
    return next((name for name in names if name in properties(tool)), None)


def call(scene: Scene, part: str, *inputs: dict[str, Any], saying: str = "") -> Reply:
    """Calls the tool once for each input, in parallel; looks a deferred tool up first, in the same turn."""
    tool = find(scene, part)
    if tool is None:
        return cannot(part)
    if not scene.may_call:
        return stopped(scene)
    content: list[Block] = [text(saying)] if saying else []
    if tool.get("defer_loading") and tool["name"] not in scene.referenced:
        query = part.replace("_", " ")
        engine = next(
            (t["name"] for t in scene.tools if str(t.get("type")).startswith("tool_search_tool")), None
        )
        if engine is None:
            return cannot(part)
        query = part if engine.endswith("regex") else query
        content += tool_search(query, find_deferred(scene.tools, query, tool["name"]), engine)
    return Reply.of([*content, *(tool_use(tool["name"], input) for input in inputs)])


def cannot(part: str) -> Reply:
    """Says that no offered tool does what is needed."""
    return Reply.of(inability(part))


def inability(part: str) -> str:
    """The sentence for a tool that is not on offer."""
    return f"I cannot {_WORDS.get(part, 'do that')}: no tool for it is on offer here."


def stopped(scene: Scene) -> Reply:
    """Says that no more tools may be called, and how far things got."""
    done = sum(not step.failed for step in scene.steps)
    return Reply.of(f"I had to stop before this was finished; {done} tool calls had answered by then.")


def _takes_any_text(schema: Any) -> bool:
    return (
        isinstance(schema, dict) and schema.get("type") == "string" and not {"enum", "format"} & schema.keys()
    )

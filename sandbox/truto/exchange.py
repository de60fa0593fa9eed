"""One call on its way to Chorus: what was asked, and what a handler may answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox.company import Person
from sandbox.faults import Fault
from sandbox.truto.answers import Answer, vendor_refusal
from sandbox.truto.chorus.state import Chorus
from sandbox.truto.options import Options


@dataclass
class Exchange:
    """A proxy call with its arguments taken apart. `id` is the path segment, None for lists and creations."""

    resource: str
    method: str
    id: str | None
    query: dict[str, str]
    body: Any
    accept: str
    now: datetime
    caller: Person
    """The Chorus user whose credentials the account holds."""
    chorus: Chorus
    options: Options
    idempotency_key: str | None
    fault: Fault | None

    @property
    def path_id(self) -> str:
        """Return the id, from the path or, where integrations allow it, from the query."""
        found = self.id or self.query.get("id")
        if not found:
            raise vendor_refusal(400, "An id is required.")
        return found

    def flag(self, name: str) -> bool:
        """Tell whether a boolean query parameter is set."""
        return self.query.get(name, "").lower() in ("true", "1")

    def argument(self, name: str, *, required: bool = False) -> Any:
        """Return a body property, looking into a JSON:API document where one was sent."""
        value = self.attributes.get(name)
        if required and value in (None, ""):
            raise vendor_refusal(400, f"{name} is required.", pointer=f"/data/attributes/{name}")
        return value

    @property
    def attributes(self) -> dict[str, Any]:
        """Return the body's properties, without the JSON:API wrapping if there is one."""
        if not isinstance(self.body, dict):
            return {}
        data = self.body.get("data")
        inner = data.get("attributes") if isinstance(data, dict) else None
        return inner if isinstance(inner, dict) else self.body

    def document(self, kind: str, id: str, attributes: dict[str, Any]) -> Any:
        """Return a JSON:API document as this account's unwrapping leaves it."""
        if self.options.unwrapping == "flat":
            return {"id": id, "type": kind, **attributes}
        data = {"id": id, "type": kind, "attributes": attributes}
        return {"data": data} if self.options.unwrapping == "raw" else data


Handler = Callable[[Exchange], Answer]


def page(rows: list[Any], next_cursor: str | None = None) -> Answer:
    """Return a list in the proxy's envelope."""
    return Answer(
        {
            "result": rows,
            "next_cursor": next_cursor,
            "prev_cursor": None,
            "result_count": len(rows),
            "is_partial_response": False,
        }
    )

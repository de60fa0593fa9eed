"""How this Truto and its Chorus behave: what their documentation leaves open, and what tests want to vary."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

RawTool = dict[str, Any]


@dataclass
class Options:
    """Switches of the server. All may be changed while it runs. Times are in seconds of the sandbox clock."""

    unwrapping: Literal["data", "raw", "flat"] = "data"
    account_status: Literal["active", "needs_reauth", "blocked", "sandbox"] = "active"
    rate_limits: bool = True
    account_limit: int = 50
    token_limit: int = 500
    vendor_limit: int | None = None
    """Requests a minute that Chorus takes; one client reports ten."""
    vendor_penalty: float = 0.0
    vendor_429_style: str | None = None
    idempotency: bool = True

    tools_key: Literal["result", "results"] = "result"
    tools_page_size: int | None = None
    derived: bool = True
    join_property: str = "invitation_text"
    nested_writeback: bool = False
    extra_tools: list[RawTool] = field(default_factory=list)
    hidden_tools: set[str] = field(default_factory=set)
    schema_patches: dict[str, Callable[[RawTool], RawTool]] = field(default_factory=dict)

    page_size: int = 10
    honour_limit: bool = True
    trailing_cursor: bool = True
    duplicate_row: bool = False
    repeated_cursor: bool = False

    admit: bool = True
    live_after: float = 4.0
    longest_call: float = 1800.0
    lobby_patience: float = 1800.0
    processing: float | None = None
    transcript_after: float = 30.0
    summary_after: float = 90.0
    sqf_after: float = 240.0
    never_finishes: bool = False
    without_transcript: bool = False

    delete_after: float = 5.0
    deletes: bool = True
    export_takes: float = 20.0
    task_read: bool = False
    """Whether a tool reads tasks back; Chorus documents none."""
    task_ends: Literal["done", "failed", "never"] = "done"
    media: Literal[
        "normal", "ignores_accept", "ignores_info", "redirect", "audio", "file", "elsewhere", "mislabelled"
    ] = "normal"
    """`file` and `elsewhere` hear no wish for JSON: the bytes come all the same, or a redirect to them."""
    media_bytes: int = 524_288
    writeback: Literal["strict", "spec"] = "strict"
    picklists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """CRM fields that take only these values, by mapping; null always clears."""
    previous: Literal["analysed", "live"] = "analysed"
    """What a qualification compares with: the CRM of the analysis, or the CRM of the moment it is read."""
    qualified_deal: Literal["linked", "null", "other"] = "linked"
    """The qualification's opportunity: the call's own, none, or another open one of the same account."""
    create_takes: float = 0.0
    """How long an analysis takes that was asked for."""
    own_private: bool = False
    """The token belongs to whoever owns the private calls: to them alone Chorus shows them."""
    custom_envelope: bool = False
    latency: float = 0.0
    """Real seconds added to every answer, for load measurements."""

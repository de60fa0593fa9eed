"""The record in words: a line for a run, or everything of a card, with nothing that a terminal could take for markup."""

from bot.trace_words import listed, told


def row(what: str, **detail: object) -> dict:
    return {
        "run": "proposal:abcdef0123",
        "what": what,
        "who": "UANA",
        "at": 0.0,
        "deal": "006x",
        "detail": detail,
    }


def test_a_run_is_one_line_with_its_end_and_what_it_is_about() -> None:
    rows = [row("proposed", opportunity_name="Northwind\n2026")]
    line = "card abcdef01  1970-01-01 00:00:00 UTC  {}  by UANA{}  Northwind 2026"
    assert listed("proposal:abcdef0123", rows, {}) == line.format("proposed", "")
    rows.append(row("decided", verdict="approved") | {"who": "USAM"})
    assert listed("proposal:abcdef0123", rows, {}) == line.format("approved", ", decided by USAM")
    rows.append(row("outcome", status="partly"))
    assert listed("proposal:abcdef0123", rows, {}) == line.format("partly", ", decided by USAM")
    undo = [row("proposed", undoes="abc", opportunity_name="Northwind")]
    assert listed("proposal:abcdef0123", undo, {}).startswith("undo abcdef01")


def test_a_card_is_told_with_words_fields_quotes_request_and_cost() -> None:
    field = {"field": "Champion", "now": None, "proposed": "Dana [red]", "quote": "Me.", "minute": 65.0}
    text = "\n".join(
        told(
            names={},
            rows=[
                row("asked", words="push it", place={"channel": "C1", "thread": "1.2"}),
                row("round", usd=0.0125, tools=[{"tool": "list_me", "arguments": {"a": 1}}]),
                row("proposed", evidence=[field]),
                row("write sent", payload={"crm_changes": []}),
            ],
        )
    )
    for words in (
        "words: push it",
        "where: channel C1, thread 1.2",
        'tool: list_me {"a": 1}',
        "Champion: (empty) → Dana \\[red]",
        "quote: “Me.” (1:05)",
        'exact request: {"crm_changes": []}',
        "Cost at Claude: $0.0125",
    ):
        assert words in text


def test_an_errand_is_a_card_with_what_it_would_do() -> None:
    rows = [row("proposed", deed="Delete for good: the call “Northwind”")]
    assert listed("errand:abcdef0123", rows, {}).startswith("card abcdef01")
    assert listed("errand:abcdef0123", rows, {}).endswith("Delete for good: the call “Northwind”")

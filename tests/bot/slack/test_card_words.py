"""The words around the rows of a card: true in every state, and no more than is known."""

from typing import Any

import pytest

from bot.proposals.deals import Deal
from bot.proposals.proposal import Meeting, State
from bot.slack.card_words import became, foot, target, title
from bot.slack.text import dated
from tests.builders import NOON, a_change, a_proposal, write_arguments

AT = NOON.timestamp()
FIELDS = ("Budget", "Champion", "Metrics")
CHANGES = [a_change(name, label=name) for name in FIELDS]


def approved(status: str | None, *fates: str, **more: Any) -> dict[str, Any]:
    fields = {name: {"fate": fate} for name, fate in zip(FIELDS, fates, strict=False)}
    outcome = {"status": status, "fields": fields} | more if status else None
    decision = {"by": "UANA", "at": AT, "fields": FIELDS[: len(fates)]}
    return {"state": State.APPROVED, "changes": CHANGES, "decision": decision, "outcome": outcome}


@pytest.mark.parametrize(
    "more, paused, undone, said",
    [
        ({}, False, False, "CRM update: your decision"),
        ({"opportunity_id": ""}, False, False, "CRM update: which deal?"),
        ({"pages": 3, "page": 2}, False, False, "CRM update 2 of 3: your decision"),
        ({"undoes": "p0"}, False, False, "Undo of a CRM update: your decision"),
        ({}, True, False, "CRM update: preview, writing is off"),
        ({"state": State.PREVIEW}, False, False, "CRM update: preview, writing is off"),
        ({"state": State.DECLINED}, False, False, "CRM update: declined"),
        ({"state": State.DECLINED}, True, False, "CRM update: declined"),
        ({"state": State.EXPIRED}, False, False, "CRM update: expired"),
        ({"state": State.OVERTAKEN}, False, False, "CRM update: overtaken"),
        (approved(None), False, False, "CRM update: writing…"),
        (approved("written"), False, False, "CRM update: written"),
        (approved("partly"), False, False, "CRM update: partly written"),
        (approved("refused"), False, False, "CRM update: not written"),
        (approved("unverified"), False, False, "CRM update: unverified"),
        (approved("written"), False, True, "CRM update: undone"),
    ],
)
def test_the_title_says_where_a_proposal_stands(
    more: dict[str, Any], paused: bool, undone: bool, said: str
) -> None:
    assert title(a_proposal(**more), paused=paused, undone=undone) == said


def test_the_deals_name_leads_to_its_record() -> None:
    (about,) = target(a_proposal(opportunity_name="A|B <C>"), "https://crm.example/a?x=1&y=2|z")
    assert about.startswith("*<https://crm.example/a?x=1&amp;y=2%7Cz|A|B &lt;C&gt;>* · Negotiation")


def test_whatever_else_would_be_sent_is_named() -> None:
    extra = {f"extra{n:02}": n for n in range(10)}
    _, along = target(a_proposal(arguments=write_arguments() | extra), None)
    assert along.splitlines()[0] == "Sent along: extra00 = 0"
    assert along.splitlines()[-1] == "Sent along: 2 more"


@pytest.mark.parametrize(
    "n, source",
    [
        (0, None),
        (1, "From the call “C0”"),
        (2, "From the calls “C0” and “C1”"),
        (8, "From the calls “C0”, “C1”, “C2”, “C3”, “C4”, “C5” and 2 more"),
    ],
)
def test_a_card_names_its_calls(n: int, source: str | None) -> None:
    calls = tuple(Meeting(f"{i}", f"C{i}") for i in range(n))
    (about,) = target(a_proposal(meetings=calls), None)
    assert about.splitlines()[1:] == ([source] if source else [])


def test_a_calls_title_leads_to_its_page_in_chorus() -> None:
    url = "https://chorus.ai/meeting/C1?a=1&b=2"
    (about,) = target(
        a_proposal(meetings=(Meeting("C1", "Demo", url), Meeting("C2", "B", "javascript:x"))), None
    )
    assert about.splitlines()[1] == (
        "From the calls “<https://chorus.ai/meeting/C1?a=1&amp;b=2|Demo>” and “B”"
    )
    assert "|" not in target(a_proposal(meetings=(Meeting("C1", "Demo", "https://" + "x" * 400),)), None)[0]


@pytest.mark.parametrize("state", [State.PENDING, State.PREVIEW])
def test_the_accounts_other_open_deals_are_named_as_long_as_it_matters(state: State) -> None:
    one = Deal("006A", "Renewal", "Discovery", None)
    _, said = target(a_proposal(state=state, others=(one,)), None)
    assert said == (
        "The account has another open deal: Renewal (Discovery). "
        "If that is the right one, change the link in Chorus and ask again."
    )
    _, said = target(a_proposal(state=state, others=(one, Deal("006B", None, None, None))), None)
    assert "other open deals: Renewal (Discovery) and 006B. If one of those is" in said
    assert len(target(a_proposal(state=State.DECLINED, others=(one,)), None)) == 1
    assert len(target(a_proposal(opportunity_id="", others=(one,)), None)) == 1


def test_what_is_not_on_the_card_is_named_with_the_reason() -> None:
    labels = tuple(f"F{n}" for n in range(22))
    said = foot(a_proposal(unspoken=labels, forbidden=("Stage", "Amount")))
    assert said[0].endswith("F18, F19 and 2 more.")
    assert said[1] == "Never written, by rule: Stage and Amount."
    assert foot(a_proposal()) == []


def ends(link: str | None = None, paused: str = "", waiting: str = "", **more: Any) -> str:
    said = became(a_proposal(**more), link, paused=paused, waiting=waiting)
    return said.replace(f"Approved by <@UANA>, {dated(AT)}. ", "")


@pytest.mark.parametrize(
    "ticks, said",
    [
        ("xx", "Only ticked fields are written, and nothing before you approve. Expires"),
        ("xl", "Only ticked fields are written, and nothing before you approve. Expires"),
        ("x-l", "1 of 3 fields is ticked; tick the others if you want them written too. Only ticked"),
        ("--", "No field is ticked; tick what you want written. Only ticked"),
        ("l", "No field can be written as it is. Nothing is written before you approve. Expires"),
    ],
)
def test_an_open_card_says_what_a_click_will_do(ticks: str, said: str) -> None:
    changes = [a_change(f"f{n}", ticked=t == "x", locked=t == "l") for n, t in enumerate(ticks)]
    assert ends(changes=changes).startswith(said)


def test_a_card_that_cannot_be_approved_now_says_why_and_stays_open() -> None:
    assert ends(paused="Writing was switched off by <@UROSA>.") == (
        "Writing was switched off by <@UROSA>. The card stays open."
    )


def test_an_overtaken_card_says_by_what() -> None:
    by = {"decision": {"say": "A <newer> card stands below."}}
    said = "A &lt;newer&gt; card stands below. Nothing was written from this card."
    assert ends(state=State.OVERTAKEN, **by) == said
    assert ends(state=State.OVERTAKEN) == "Nothing was written from this card."


@pytest.mark.parametrize(
    "more, said",
    [
        (approved(None), "Writing now…"),
        (approved("written", "written"), "Chorus accepted the update of 1 field: Budget."),
        (approved("refused", "refused"), "Nothing was written."),
        (
            approved("refused", "refused", say="Not <now>."),
            "Nothing was written: Not &lt;now&gt;. When that is put right, ask again for a fresh card.",
        ),
        (
            approved("partly", "written", "refused", "not seen"),
            "Written: Budget. Not written: Champion. Not seen in the CRM: Metrics.",
        ),
        (approved("partly", "not seen"), "Not seen in the CRM: Budget."),
        (
            approved("unverified", "unverified", "unverified", say="No answer."),
            "No answer. So it is not known whether this was written. It was not sent again; "
            "please look at the record 0065e00000AbCdEAAV in the CRM.",
        ),
        (
            approved("unverified", "refused", "unverified", "unverified"),
            "So it is not known whether Champion and Metrics were written. It was not sent again; "
            "please look at the record 0065e00000AbCdEAAV in the CRM.",
        ),
        (
            approved("unverified", "seen", "unverified"),
            "The CRM shows Budget, but it is not known whether Champion was written. It was not sent again; "
            "please look at the record 0065e00000AbCdEAAV in the CRM.",
        ),
    ],
)
def test_an_approved_card_says_what_became_of_it(more: dict[str, Any], said: str) -> None:
    assert ends(**more) == said


def test_each_field_that_was_not_written_comes_with_the_crms_words() -> None:
    more = approved("partly", "seen", "refused")
    more["outcome"]["fields"]["Champion"]["say"] = "Champion is <locked>."
    assert ends(**more) == "Written: Budget. Not written: Champion (Champion is &lt;locked&gt;)."


def test_a_lost_answer_leads_to_the_record() -> None:
    more = approved("unverified", "unverified")
    assert "please look at <https://crm.example/1|the record> in the CRM" in ends(
        "https://crm.example/1", **more
    )


def test_a_write_that_waits_says_for_what() -> None:
    assert (
        ends(waiting="Chorus asked us to wait.", **approved(None)) == "Writing now… Chorus asked us to wait."
    )


@pytest.mark.parametrize("by, who", [("USAM", " by <@USAM>"), (None, "")])
def test_an_undone_write_says_by_whom(by: str | None, who: str) -> None:
    said = ends(**approved("written", "written", undone={"by": by, "at": AT}))
    assert f" Undone{who}, <!date^" in said

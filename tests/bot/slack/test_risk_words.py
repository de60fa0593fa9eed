"""What is said when somebody acts on a deal; kept in golden/risk.txt."""

from bot.slack import risk_words as words
from bot.slack.speaking import Place
from sandbox.slack import check_view
from tests.bot.risk.deals import NOW
from tests.bot.slack.golden import reads_as

EVIDENCE = {
    "name": "Northwind <Rollout>",
    "reasons": [
        {
            "rule": "R12",
            "name": "Red-flag words",
            "fact": "on hold, said on 3 Jun",
            "quote": "It is on hold <!here>.",
            "speaker": "Ingrid Solberg",
            "url": "https://chorus.ai/meeting/C1",
            "offset": 61.0,
            "at": NOW.timestamp(),
        },
        {
            "rule": "R14",
            "name": "Blind spot",
            "fact": "the last 2 meetings have no recording",
            "quote": "",
            "speaker": "",
            "url": "javascript:alert(1)",
            "offset": None,
            "at": NOW.timestamp(),
        },
    ],
    "doubts": ["Economic Buyer and Champion are the same person"],
    "unknown": [["R4", "Chorus does not show everybody's title"]],
}


def test_what_people_do_and_the_evidence_read_as_kept() -> None:
    said = [
        words.done("acknowledged", "Northwind <Rollout>", "USAM", "", "D1 token"),
        words.done("snoozed", "Northwind", "USAM", "Wed 10 Jun", "D1 token"),
        words.done("assigned", "Northwind", "USAM", "<@UBEN>", "D1 token"),
        words.done("undone", "Northwind", "USAM", "snoozed", None),
        words.done("not useful", "Northwind", "USAM", "Long gap", "D1 token"),
        words.assigned("Northwind", "Sam Okafor", ["Long gap"], "https://seller.slack.com/archives/C1/p1"),
        words.assigned("Northwind", "Sam Okafor", ["Long gap", "No executive"], None),
        words.unassigned("Northwind", "Sam Okafor"),
        words.evidence(EVIDENCE, "Europe/Berlin"),
    ]
    assert reads_as("risk", said)


def test_the_form_for_a_date_is_one_that_slack_takes() -> None:
    assert not check_view(words.until_form('{"user": "USAM"}', "2026-06-04"))


def test_a_direct_message_has_no_thread() -> None:
    assert Place("D1").thread == ""

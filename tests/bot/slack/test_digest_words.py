"""The digest as people read it; kept in golden/digest_*.txt."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.risk.digest import Digest, make_digest
from bot.risk.facts import Deal, RedFlag
from bot.risk.read import Read
from bot.risk.rules import off
from bot.risk.standing import Baseline, Overlay
from bot.slack import digest_words as words
from bot.slack.digest_items import Look, money
from tests.bot.risk.deals import NOW, OPS, a_call, a_deal, fields, judging
from tests.bot.slack.golden import reads_as, taken_by_slack

FLAG = RedFlag(
    "on hold",
    "The project is on hold <!here>.",
    "Ingrid Solberg",
    "C1",
    NOW,
    860.0,
    "https://chorus.ai/meeting/C1",
)
AT_RISK = a_deal(a_call(action_items=()), fields=fields(champion=""))
ACT = a_deal(a_call(action_items=(), theirs=(OPS,)), fields=fields(champion=""), red_flags=(FLAG,))


def some(deal: Deal, n: int, name: str, owner: str = "Ana Ruiz", **more: Any) -> Deal:
    return replace(deal, id=f"D{n}", name=name, owner_name=owner, **more)


def look(digest: Digest, before: Digest | None = None, **more: Any) -> Look:
    at = judging(now=digest.at)
    made = Look(
        "S1", "2026-06-04", "4 reps", at, since=before.at.timestamp() if before else None, off=off(at.book)
    )
    return replace(made, **more)


def made(
    deals: Sequence[Deal],
    before: Digest | None = None,
    overlays: dict[str, Overlay] | None = None,
    **read: Any,
) -> Digest:
    baseline = Baseline(before.at.timestamp(), before.standings, before.owners) if before else None
    owners = ("305921",)
    now = NOW + timedelta(days=1 if before else 0)
    return make_digest(Read(deals, owners, **read), overlays or {}, baseline, judging(now=now))


FIRST = made(
    [
        some(AT_RISK, 1, "Acme Platform"),
        some(a_deal(), 2, "Norvik <Rollout>", "Ben Cole"),
        some(ACT, 3, "Tarn Health", "Ben Cole"),
        some(AT_RISK, 4, "Oslo Grid", "Elif Demir"),
        some(AT_RISK, 5, "Quiet One"),
    ]
)
SECOND = made(
    [
        some(ACT, 1, "Acme Platform"),
        some(AT_RISK, 2, "Norvik <Rollout>", "Ben Cole", amount=62_000.0, stage="Proposal"),
        some(a_deal(), 3, "Tarn Health", "Ben Cole"),
        some(AT_RISK, 4, "Oslo Grid", "Elif Demir"),
        some(AT_RISK, 5, "Quiet One"),
        some(a_deal(stage=None), 6, "No Stage"),
    ],
    FIRST,
    {
        "D1": Overlay(assigned_to="UBEN", assigned_at=NOW.timestamp()),
        "D5": Overlay(snoozed_by="USAM", snoozed_until=NOW.timestamp() + 1e6, snoozed_level=3),
    },
    unlisted={"9": "the calls of Hugo (Chorus did not answer)"},
)


def test_the_first_reading_draws_no_arrows() -> None:
    assert reads_as("digest_first", [words.message(FIRST, look(FIRST)), *words.thread(FIRST, look(FIRST))])


def test_changes_come_first_by_rep_with_dated_evidence() -> None:
    at = look(SECOND, FIRST, crm_url="https://crm.example/{id}")
    trend = [(NOW.timestamp() - 86_400 * n, 9 - n) for n in (3, 2, 1)]
    assert reads_as("digest_changes", [words.message(SECOND, at, trend), *words.thread(SECOND, at)])


def test_by_deal_and_without_amounts_and_quotes() -> None:
    at = look(SECOND, FIRST, grouping="deal", hide_amounts=True, hide_quotes=True)
    text, _ = words.message(SECOND, at)
    assert reads_as("digest_by_deal", [words.message(SECOND, at)])
    assert "180k" not in text
    assert "on hold <" not in text


def test_the_all_clear_reads_as_kept() -> None:
    clear = made([some(a_deal(), 1, "Acme Platform")], made([some(AT_RISK, 1, "Acme Platform")]))
    assert reads_as("digest_all_clear", [words.message(clear, look(clear, FIRST))])


def test_of_sixty_deals_seven_are_in_the_message_and_slack_takes_the_whole_thread() -> None:
    many = made([some(ACT, n, f"Deal {n} " + "x" * 200, f"Rep {n % 9}") for n in range(60)])
    text, blocks = words.message(many, look(many))
    pages = words.thread(many, look(many))
    assert all(taken_by_slack(page) for page in [(text, blocks), *pages])
    assert sum(b["type"] == "actions" for b in blocks) == 7
    assert "53 more in the thread" in text
    assert sum(b["type"] == "actions" for _, blocks in pages for b in blocks) == 53


def test_nothing_of_a_call_or_a_crm_becomes_a_mention_or_a_link() -> None:
    text, blocks = words.message(SECOND, look(SECOND, FIRST))
    read = [b["text"]["text"] for b in blocks if b["type"] == "section"]
    for said in (text, "\n".join(read)):
        assert "<!here>" not in said
        assert "<Rollout>" not in said
        assert "Norvik" in said


def test_two_digests_of_one_day_have_two_places_in_the_chart() -> None:
    at = [(NOW.timestamp() + 3600 * n, n) for n in range(3)]
    block = words.chart(at, look(FIRST))
    labels = block["chart"]["axis_config"]["categories"]
    assert len(set(labels)) == 3
    assert [p["label"] for p in block["chart"]["series"][0]["data"]] == labels
    assert all(len(label) <= 20 for label in labels)


def test_money_is_short() -> None:
    assert [money(x) for x in (0, 950, 62_000, 999_600, 1_240_000, 3_900_000)] == [
        *("0", "950", "62k"),
        *("1M", "1.24M", "3.9M"),
    ]

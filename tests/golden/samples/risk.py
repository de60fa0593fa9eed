"""The digest, the direct alert, the day's review, and what people do with a deal."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.risk.day import DayReview, Finding, Selection, Unanswered
from bot.risk.digest import Digest, make_digest
from bot.risk.facts import Deal, RedFlag
from bot.risk.gaps import Gap
from bot.risk.read import Read
from bot.risk.rules import off
from bot.risk.standing import Baseline, Overlay
from bot.slack import alert_words, alerts, digest_marks, digest_words, risk_words
from bot.slack.digest_items import Look
from tests.bot.risk.deals import NOW, OPS, a_call, a_deal, fields, judging
from tests.builders import an_engagement
from tests.golden.sample import alone, sample, under

FLAG = RedFlag(
    "on hold",
    "The project is on hold <!here>.",
    "Ingrid Solberg",
    "C1",
    NOW,
    2088.0,
    "https://chorus.ai/meeting/C1",
)
AT_RISK = a_deal(a_call(action_items=()), fields=fields(champion=""))
ACT = a_deal(a_call(action_items=(), theirs=(OPS,)), fields=fields(champion=""), red_flags=(FLAG,))
LONG = "日本 <!channel> שלום " * 200


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
CLEAR = made([some(a_deal(), 1, "Acme Platform")], made([some(AT_RISK, 1, "Acme Platform")]))
CHANGED = look(SECOND, FIRST, crm_url="https://crm.example/{id}")
HIDDEN = look(SECOND, FIRST, grouping="deal", hide_amounts=True, hide_quotes=True)
TREND = [(NOW.timestamp() - 86_400 * n, 9 - n) for n in (3, 2, 1)]
SIXTY = made([some(ACT, n, f"Deal {n} {LONG}", f"Rep {n % 9} {LONG}") for n in range(60)])

(HARD,) = make_digest(
    Read([a_deal(red_flags=(replace(FLAG, quote="It is on hold <!here>."),))], ("305921",)),
    {},
    None,
    judging(),
).items
SIDED = a_deal(a_call(talk_ratio=0.8, action_items=()), red_flags=(FLAG,), stage="Discovery")
(HINT,) = make_digest(Read([SIDED], ("305921",)), {}, None, judging()).items
DIRECT = Look("S1", "2026-06-03", "4 reps", judging())

SELECTION = Selection((an_engagement(),) * 4, too_short=3, no_shows=1, unfinished=2, not_yours=1)
FINDINGS = (
    Finding(an_engagement("A1"), Gap.EMPTY, ""),
    Finding(
        an_engagement("B2", opportunity_name=None, owner_name=None, summary=None), Gap.PLACEHOLDER, "TBD"
    ),
    Finding(
        an_engagement("C3", opportunity_name=None, account_name=None, url=None, subject=None, start=None),
        Gap.NO_QUOTE,
        "Ingrid & Søn <CFO>",
    ),
)
UNANSWERED = (Unanswered(an_engagement("D4", owner_name=None, owner_email=None), "it has no qualification"),)
REVIEWS = {
    "full": DayReview("Economic Buyer", FINDINGS, UNANSWERED, (an_engagement(),), SELECTION),
    "one": DayReview("Economic Buyer", FINDINGS[:1], (), (), Selection((an_engagement(),))),
    "unanswered": DayReview("Economic Buyer", (), UNANSWERED, (), Selection((an_engagement(),), too_short=1)),
    "fine": DayReview("Economic Buyer", (), (), (an_engagement(),), Selection((an_engagement(),))),
    "empty_day": DayReview("Economic Buyer"),
}
WORDY = dict.fromkeys(("subject", "opportunity_name", "owner_name", "summary"), LONG)
CROWD = DayReview(
    "Economic Buyer", (Finding(an_engagement(**WORDY), Gap.NO_QUOTE, LONG),) * 90, (), (), SELECTION
)

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
DONE = {
    "acknowledged": "",
    "snoozed": "Wed 10 Jun",
    "assigned": "<@UBEN>",
    "not useful": "Long gap",
    "undone": "snoozed",
}
MARKED = {
    item.deal.id: Overlay(acknowledged_by="USAM", parts=tuple(item.verdict.parts), line_click="T1")
    for item in FIRST.items[:1]
} | {
    item.deal.id: Overlay(
        snoozed_by="UANA",
        snoozed_until=FIRST.at.timestamp() + 604_800,
        snoozed_level=3,
        snoozed_parts=tuple(item.verdict.parts),
        line_click="T2",
    )
    for item in FIRST.items[1:2]
}
SAMPLES = {
    **under(
        "digest",
        sample(
            "marked",
            digest_marks.marked,
            *digest_words.message(FIRST, look(FIRST)),
            {item.deal.id: Overlay() for item in FIRST.items} | MARKED,
            FIRST.at.timestamp(),
        ),
        sample("first", digest_words.message, FIRST, look(FIRST)),
        sample("first_thread", digest_words.thread, FIRST, look(FIRST)),
        sample("changes", digest_words.message, SECOND, CHANGED, TREND),
        sample("changes_thread", digest_words.thread, SECOND, CHANGED),
        sample("by_deal", digest_words.message, SECOND, HIDDEN),
        sample("all_clear", digest_words.message, CLEAR, look(CLEAR, FIRST)),
        alone("not_sent", digest_words.not_sent, "<#C1>", "failed", "Chorus did not <answer>."),
        alone("checked", digest_words.not_sent, "<@USAM> directly", "quiet", "nothing changed"),
        alone("broken", digest_words.broken, "<#C1>", 3, "Chorus did not <answer>."),
    ),
    **under(
        "alert",
        alone("hard", alert_words.alert, HARD, HARD.verdict.reasons, DIRECT),
        alone("hint", alert_words.hint, HINT, HINT.verdict.hints, DIRECT),
    ),
    **under("review", *(sample(name, alerts.alert, day, "USAM") for name, day in REVIEWS.items())),
    **under(
        "risk",
        *(
            sample(kind.replace(" ", "_"), risk_words.done, kind, "Northwind <Rollout>", "USAM", detail, undo)
            for kind, detail in DONE.items()
            for undo in [None if kind == "undone" else "D1 token"]
        ),
        alone(
            "given", risk_words.assigned, "Northwind", "Sam Okafor", ["Long gap"], "https://x.slack.com/p1"
        ),
        alone(
            "given_unlinked",
            risk_words.assigned,
            "Northwind",
            "Sam Okafor",
            ["Long gap", "No executive"],
            None,
        ),
        alone("taken_back", risk_words.unassigned, "Northwind", "Sam Okafor"),
        sample("evidence", risk_words.evidence, EVIDENCE, "Europe/Berlin"),
        sample("snooze_until", risk_words.until_form, {"user": "USAM"}, "2026-06-04"),
    ),
}
LONGEST = under(
    "risk",
    sample("digest", digest_words.message, SIXTY, look(SIXTY)),
    sample("digest_thread", digest_words.thread, SIXTY, look(SIXTY)),
    sample("review", alerts.alert, CROWD, "USAM"),
    sample("done", risk_words.done, "not useful", LONG, "USAM", "Long gap", "D1 token"),
    alone("given", risk_words.assigned, LONG, LONG, ["Long gap"] * 16, "https://x.slack.com/p1"),
    alone("hard", alert_words.alert, SIXTY.items[0], SIXTY.items[0].verdict.reasons, DIRECT),
)

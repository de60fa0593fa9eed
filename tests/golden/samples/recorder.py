"""The recorder's messages from the offer to the end, and the report and the qualification of its call."""

from typing import Any

from bot.recorder.watching import Stage
from bot.slack import after_call_words, generate_words, recorder_words
from tests.builders import NOON, a_conversation, a_field, a_qualification
from tests.golden.sample import Sample, alone, sample, under

AT = NOON.timestamp()
JOIN = {"meeting": "zoom:987654321", "token": "t", "asked_at": AT, "link": "https://zoom.us/j/987654321"}
WHERE = {"known": "https://x.slack.com/p1", "hidden": "", "unknown": None}
CALL = generate_words.title_of("Northwind discovery")
UNTIL = AT + 6 * 3600
LONG = "日本 <!channel> שלום " * 200
SAID = {"summary": "They compared two vendors.", "action_items": ("Send the quote", "Book legal <!here>")}
OUTCOMES: dict[str, dict[str, Any]] = {
    "refused": {"ok": False, "say": "Chorus does not allow this.", "retry_in": None},
    "passing": {"ok": False, "say": "Chorus asks us to slow down.", "retry_in": 20.0},
    "accepted": {"ok": True, "state": "accepted", "say": recorder_words.ACCEPTED},
    "asked_before": {
        "ok": True,
        "state": "asked before",
        "say": recorder_words.earlier("Ana Ruiz", "at 14:00 UTC", "https://x.slack.com/p1"),
    },
}
SEEN = {
    "live": ("live", ""),
    "ended": ("ended", "meeting_ended"),
    "ended_removed": ("ended", "removed"),
    "processed": ("processed", ""),
    "no_show": ("no show", ""),
    "not_admitted": ("no show", "not_admitted"),
    "other_reason": ("no show", "<quota> exceeded"),
    "gone": ("gone", ""),
    "repeated": ("asked again", ""),
}


def report(*fields: Any, owner: str | None = "UANA", can_make: bool = False, **more: Any) -> tuple[Any, ...]:
    """The facts of a report, in the order its builder takes them."""
    call = a_conversation(**SAID | {"account_name": "Northwind", "owner_name": "Ana Ruiz"} | more)
    analysis = a_qualification(*fields).model_dump(mode="json") if fields else None
    return call.model_dump(mode="json"), analysis, owner, "UANA", can_make


def _seen(name: str, stage: str, reason: str) -> Sample:
    seen = {"stage": stage, "reason": reason, "at": AT, "leave": CALL if name == "live" else ""}
    return sample(f"seen_{name}", recorder_words.stage, JOIN, seen)


GAPS = (
    a_field(quote=None),
    a_field("Metrics", "TBD"),
    a_field("Champion", None),
    a_field("Next Steps", None, quote=None, is_summary=True),
)
RECORDER = under(
    "recorder",
    sample("offer", recorder_words.offer, "zoom:987654321", JOIN["link"]),
    sample(
        "offer_doubted",
        recorder_words.offer,
        "zoom:987654321",
        JOIN["link"],
        "The title says “internal only”.",
    ),
    *(
        sample(f"earlier_{name}", recorder_words.earlier_here, {"name": "Ana <Ruiz>", "at": AT, "where": at})
        for name, at in WHERE.items()
    ),
    sample("waiting", recorder_words.waiting, JOIN, "Chorus asks us to slow down.", AT + 300),
    sample("not_sent", recorder_words.not_sent, JOIN),
    sample("begun", recorder_words.begun, "zoom:987654321", "UANA"),
    *(
        sample(f"took_{s.split()[0]}", recorder_words.following, JOIN, s)
        for s in ("accepted", "already asked")
    ),
    sample("took_unverified", recorder_words.following, JOIN, "unverified"),
    *(
        sample(f"late_{s.name.lower()}", recorder_words.late, JOIN, s, AT)
        for s in (Stage.WAITING, Stage.ENDED)
    ),
    *(_seen(name, *seen) for name, seen in SEEN.items()),
    sample("blind", recorder_words.blind, JOIN, AT),
    *(
        sample(f"given_up_{stage.name.lower()}", recorder_words.given_up, JOIN, stage, AT)
        for stage in (Stage.WAITING, Stage.LIVE, Stage.ENDED)
    ),
    *(sample(f"answered_{n}", recorder_words.answered, o, "UANA", JOIN) for n, o in OUTCOMES.items()),
    sample("asked_to_leave", recorder_words.asked_to_leave, "zoom:987654321", "UANA"),
    alone("unusable", recorder_words.unusable, ["No good.", "Neither is <this>: https://x.example/a"]),
    alone("too_many", recorder_words.too_many, 3, 2),
)
QUALIFICATION = under(
    "qualification",
    sample("offer", generate_words.offer, CALL, "{}", None),
    sample("offer_processing", generate_words.offer, CALL, "{}", AT),
    sample("asking", generate_words.asking, CALL, "UANA"),
    *(
        sample(f"followed_{state}", generate_words.following, CALL, state, AT, UNTIL)
        for state in generate_words.FOLLOWING
    ),
    *(
        sample(
            f"ended_{state}", generate_words.ended, CALL, {"state": state, "at": UNTIL, "say": "No <one>."}
        )
        for state in ("there", "late", "gone", "broken", "refused")
    ),
)
REPORT = under(
    "report",
    sample("whole", after_call_words.report, *report(a_field())),
    sample("gaps", after_call_words.report, *report(*GAPS)),
    sample("unowned", after_call_words.report, *report(owner=None)),
    sample("can_make", after_call_words.report, *report(can_make=True)),
    sample(
        "nothing_said",
        after_call_words.report,
        *report(a_field(), owner="UBEN", summary=None, action_items=()),
    ),
    sample("unreadable", after_call_words.unreadable, "UANA"),
    sample("has_it", after_call_words.has_it, "UANA"),
)
SAMPLES = RECORDER | QUALIFICATION | REPORT
MANY = [a_field(f"{n}{LONG}"[:200], None) for n in range(40)]
LONGEST = under(
    "recorder",
    sample("offer", recorder_words.offer, f"zoom:{LONG}"[:200], "x" * 1500, LONG[:1000]),
    sample("seen", recorder_words.stage, JOIN, {"stage": "no show", "reason": LONG, "at": AT}),
    sample("offer_qualification", generate_words.offer, generate_words.title_of(LONG), "x" * 1990, AT),
    sample(
        "report",
        after_call_words.report,
        *report(*MANY, summary=LONG, action_items=(LONG,) * 40, subject=LONG),
    ),
)

"""The progress message of a run, the answer that ends it, and what people say of that."""

from bot.slack import feedback_words, progress, source_words
from bot.slack.progress import SIGNS, Plan
from bot.slack.source_words import Cited
from bot.slack.text import escape
from bot.workflows.answering import messages
from tests.builders import NOON
from tests.golden.sample import Message, alone, sample, under

LONG = "日本 <!channel> שלום " * 200


CALLS = [
    Cited("Northwind <discovery>", "https://chorus.ai/meeting/A1", NOON, ("34:48", "62:05")),
    Cited("Acme kick-off"),
]
BELOW = [
    source_words.sources(CALLS),
    source_words.unfound(["We want two pilots in July"]),
    source_words.written(2),
]


def shown(plan: Plan) -> Message:
    return plan.text(), plan.blocks()


def a_plan(n: int = 3, title: str = "Reading a call") -> Plan:
    plan = Plan("Working on it…")
    for i in range(n):
        plan.set(f"t{i}", title, tuple(SIGNS)[i % 3])
    return plan


SAMPLES = under(
    "run",
    sample("plan", shown, a_plan()),
    sample(
        "answer", messages, "Ingrid asked for a pilot in July.", BELOW, (feedback_words.buttons("turn:1"),)
    ),
    sample("stopped", messages, "Here is what I found.", ["Stopped at the limit of 3 rounds for one run."]),
)
SAMPLES |= under(
    "feedback", alone("form", feedback_words.form, "turn:T1:C1:100.1", 1780488300.0, "C1", "100.1")
)
LONGEST = under(
    "run",
    sample("answer", messages, escape(LONG) * 12, ["Reference ABC"]),
    sample("plan", shown, a_plan(progress.SHOWN, LONG)),
)

"""What people ask for by a form, a shortcut, Stop, a link or a suggested prompt, and what stands in the channel for it."""

from typing import Any

from bot.slack import ask_words, menu_words, prompt_words, session_words, unfurl_words
from bot.slack.menu_words import Wish
from bot.slack.modals import INPUT
from bot.slack.progress import Plan
from bot.slack.prompt_words import Around
from tests.builders import CALL, NOON, a_conversation, a_participant
from tests.golden.sample import Message, Sample, Seen, alone, sample, under

LONG = "日本 <!channel> שלום " * 200
LINK = f"https://chorus.ai/meeting/{CALL}"


def a_preview(name: str, **more: Any) -> Sample:
    """A card under a link: its words without blocks are its own `fallback`."""
    made = unfurl_words.card(a_conversation(**more), LINK)
    return Sample(name, unfurl_words.card, ((made["fallback"], made["blocks"]),), Seen.BY_ALL)


def suggested(around: Around) -> str:
    """What is offered, as titles and what each asks for."""
    return "\n".join(f"[ {one.title} ] {one.message}" for one in prompt_words.prompts(around))


def stopped_plan(plan: Plan) -> Message:
    made = session_words.stopped_plan(plan)
    return made.text(), made.blocks()


SIDES = [(name, "ours") for name in ("Ana Ruiz", "Ben <Cole>", "Sam Okafor", "Eva Lindt")] + [
    ("Ingrid", "theirs")
]
WHOLE: dict[str, Any] = {
    "start": NOON,
    "duration": 2700.0,
    "stage": "Negotiation",
    "account_name": "Northwind <Ltd>",
    "participants": tuple(a_participant(name=name, side=side) for name, side in SIDES),
}
BARE: dict[str, Any] = {"subject": None, "opportunity_name": None, "status": "scheduled"}
ABOUT = Around("C1", "deals", (("zoom:987654321", "live"),), cards=2, deals=True)
PLAN = Plan(
    "Working on it…", {"a": ("Read your request", "complete"), "b": ("Reading a call", "in_progress")}
)

SAMPLES = (
    under(
        "ask",
        alone("form", ask_words.form),
        alone("notice", ask_words.notice, "I work for people of this workspace only."),
        alone("asked", ask_words.asked, "Summarise <my> last call\nand list what is to do."),
        *(sample(f"by_shortcut_{wish}", menu_words.asked, wish, "UANA") for wish in Wish),
        alone("prompts", suggested, Around()),
        alone("prompts_beside_a_channel", suggested, ABOUT),
    )
    | under(
        "stop",
        sample("before_anything", session_words.stopped, "UANA", []),
        sample("after_deeds", session_words.stopped, "UANA", ["the alert was posted", "a <task> was made"]),
        sample("after_a_decision", session_words.stopped, "UANA", ["the alert was posted"], decided=True),
        sample("plan", stopped_plan, PLAN),
        alone("nothing", session_words.nothing_to_stop, waits=False, sending=False, recorder=False),
        alone("what_goes_on", session_words.nothing_to_stop, waits=True, sending=True, recorder=True),
    )
    | under("link", a_preview("call", **WHOLE), a_preview("live", **WHOLE | {"status": "live"}), a_preview("bare", **BARE))
)  # fmt: skip
CROWD = tuple(a_participant(name=LONG, side="ours") for _ in range(300))
LONGEST = under(
    "asked",
    alone("asked", ask_words.asked, LONG[:INPUT]),
    alone("notice", ask_words.notice, LONG[:900]),
    sample("stopped", session_words.stopped, "UANA", [LONG[:120]] * 20),
    a_preview("call", subject=LONG, participants=CROWD, account_name=LONG, opportunity_name=LONG, start=NOON),
)

"""What the owner of a deal is told directly; kept in golden/alert.txt."""

from bot.risk.digest import make_digest
from bot.risk.facts import RedFlag
from bot.risk.read import Read
from bot.slack import alert_words as words
from bot.slack.digest_items import Look
from tests.bot.risk.deals import NOW, a_call, a_deal, judging
from tests.bot.slack.golden import reads_as

FLAG = RedFlag(
    "on hold", "It is on hold <!here>.", "Ingrid Solberg", "C1", NOW, 61.0, "https://chorus.ai/meeting/C1"
)
LOOK = Look("S1", "2026-06-03", "4 reps", judging())


def test_a_hard_signal_and_a_hint_read_as_kept() -> None:
    (hard,) = make_digest(Read([a_deal(red_flags=(FLAG,))], ("305921",)), {}, None, judging()).items
    sided = a_deal(a_call(talk_ratio=0.8, action_items=()), red_flags=(FLAG,), stage="Discovery")
    (hint,) = make_digest(Read([sided], ("305921",)), {}, None, judging()).items
    assert reads_as(
        "alert",
        [words.alert(hard, hard.verdict.reasons, LOOK), words.hint(hint, hint.verdict.hints, LOOK)],
    )

"""`chorister ask`: the whole loop in the terminal, with nothing written."""

import pytest

from bot.ask import HERE, OneMember, Terminal, ask, local_zone, readable
from bot.errors import BotError
from bot.settings import Settings
from sandbox.world import World
from tests.play import PUSH, WRITE


@pytest.mark.parametrize(
    "text, shown",
    [
        ("plain", "plain"),
        ("*<https://x.example/a|Demo>* · 45 min", "*Demo (https://x.example/a)* · 45 min"),
        ("<https://x.example/a?b=1&amp;c=2>", "https://x.example/a?b=1&c=2"),
        ("<@UANA>, you asked", "@UANA, you asked"),
        ("asked <!date^1780488300^{time}|at that time>.", "asked 14:05."),
        ("by <!date^1780488300^{date_short_pretty} {time}|then>", "by 14:05"),
        ("1 &lt; 2 &amp;&amp; 3", "1 < 2 && 3"),
        ("&lt;!channel&gt; &lt;https://x.example|y&gt;", "<!channel> <https://x.example|y>"),
    ],
)
def test_slacks_markup_reads_as_plain_words(text: str, shown: str) -> None:
    assert readable(text, "Europe/Madrid") == shown


def test_this_computer_is_somewhere() -> None:
    assert local_zone()


async def test_the_person_at_the_keyboard_is_known_by_address() -> None:
    member = await OneMember("Ana.Ruiz@Seller.example").member("whoever")
    assert member.email == "ana.ruiz@seller.example"
    assert (member.team, member.is_guest) == (HERE.channel, False)


async def test_progress_goes_to_standard_error_each_line_once(capsys: pytest.CaptureFixture[str]) -> None:
    terminal = Terminal()
    await terminal.edit("c", "1", "Working\n… Reading [a] &amp; b")
    await terminal.edit("c", "1", "Working\n… Reading [a] &amp; b\n✓ Done")
    assert await terminal.post("key", HERE, "The *answer* [1]") == "key"
    await terminal.whisper(HERE, "u", "psst")
    assert "terminal" in await terminal.permalink("c", "1")
    out, err = capsys.readouterr()
    assert err.splitlines() == ["Working", "… Reading [a] & b", "✓ Done"]
    assert out.splitlines() == ["The *answer* [1]", "psst"]


@pytest.fixture
def settings(world: World) -> Settings:
    return Settings.from_env(world.env())


async def test_a_question_is_answered_and_nothing_reaches_slack(
    world: World, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await ask(settings, PUSH, "ana.ruiz@seller.example") == 0
    out, err = capsys.readouterr()
    assert "CRM update: preview, writing is off" in out
    assert "Working on it" in err
    assert world.truto.calls(WRITE) == []
    assert world.slack.api.journal == []
    assert len(world.claude.asked) >= 2


@pytest.mark.parametrize(
    "email, words",
    [
        ("nobody@seller.example", "no Chorus user with the e-mail of your Slack profile"),
        ("", "confirmed e-mail"),
    ],
)
async def test_a_stranger_is_told_so(settings: Settings, world: World, email: str, words: str) -> None:
    with pytest.raises(BotError, match=words):
        await ask(settings, "hello", email)
    assert world.claude.asked == []


async def test_truto_away_is_one_plain_sentence(settings: Settings, world: World) -> None:
    world.truto.faults.add("500", times=None)
    with pytest.raises(BotError, match="not available"):
        await ask(settings, "hello", "ana.ruiz@seller.example")

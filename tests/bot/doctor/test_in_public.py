"""The public address as a finding: what is heard there, and what a machine that hears nothing may say."""

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.doctor.bench import Bench
from bot.doctor.finding import Mark
from bot.doctor.in_public import heard, public, unheard
from bot.web_server import answering
from tests.builders import settings_env


async def test_the_way_in_is_asked_for_as_a_browser_would(free_port: int) -> None:
    at = f"http://127.0.0.1:{free_port}"
    looked = Bench.of(settings_env(CHORISTER_PUBLIC_URL=at))
    app = Starlette(routes=[Route("/slack/install", lambda request: PlainTextResponse("come in"))])
    async with answering(app, "127.0.0.1", free_port):
        plain, there = await public(looked)
    assert (plain.mark, plain.say) == (
        Mark.NOTE,
        f"{at}/slack/install is no https: Slack sends nobody back there",
    )
    assert (there.mark, there.say) == (Mark.FINE, f"{at}/slack/install is answered")
    assert [found.mark for found in await public(looked)] == [Mark.NOTE] * 2, "nobody is there any more"


def test_another_answer_is_wrong_and_none_is_worth_a_look() -> None:
    away = heard("https://x.example/slack/install", 404)
    assert (away.mark, "let /slack/* through" in away.do) == (Mark.WRONG, True)
    said = unheard("https://x.example/slack/install", ConnectionError())
    assert said.mark is Mark.NOTE
    assert "as far as this machine can tell (ConnectionError)" in said.say

"""
Secrets are planted wherever there are some, jobs are played in good and bad luck at the wordiest level, and everything that
leaves the house by the back door is searched for them: both logs, the figures, the traces, and what the engine keeps.
"""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot import logs
from bot.redaction import secrets_in
from bot.standing import Figures
from bot.store.database import synchronous
from sandbox.claude.replies import tool_use
from sandbox.planting import Spot, planted
from sandbox.world import World
from tests.collector import collecting
from tests.conftest import at_home
from tests.play import PUSH, REVIEW, Play
from tests.postgres import administer
from tests.relay import relayed

PASSWORD = "planted-db-pass-0001"
SENTENCE = "KINGFISHER: we shall sign for four hundred thousand"
PRIVATE = "FLAMINGO is what I earn and nobody may know"
MEDIA = "get_single_chorus_media_by_id"
LIST = "list_all_chorus_conversations"
PLANTED = {
    "SLACK_SIGNING_SECRET": "planted-signing-0001",
    "OTEL_EXPORTER_OTLP_HEADERS": "authorization=planted-otel-0001",
}


@dataclass
class Heard:
    """All that was written while it listened: as text, as JSON, and as it was before anything was taken out."""

    text: io.StringIO = field(default_factory=io.StringIO)
    json: io.StringIO = field(default_factory=io.StringIO)
    raw: io.StringIO = field(default_factory=io.StringIO)

    def handlers(self, secrets: set[str]) -> list[logging.Handler]:
        return [
            logs.handler_for("text", secrets, self.text),
            logs.handler_for("json", secrets, self.json),
            logging.StreamHandler(self.raw),
        ]


@contextmanager
def listening_in(secrets: set[str]) -> Iterator[Heard]:
    """Hear everything, as `chorister -v run` would write it."""
    heard, root = Heard(), logging.getLogger()
    kept, level, handlers = list(root.handlers), root.level, heard.handlers(secrets)
    root.handlers[:] = [*kept, *handlers]
    root.setLevel(logging.DEBUG)
    logs.hush()
    try:
        yield heard
    finally:
        root.handlers[:] = kept
        root.setLevel(level)


async def play_good_luck(play: Play) -> None:
    _, card = await play.card()
    await play.approve(card, "Metrics")
    own = play.world.company.last_finished(play.person("ana"))
    assert own is not None
    play.world.claude.script([tool_use(MEDIA, {"id": own.id})], "There it is.")
    await play.done(await play.ask("ana", "Where can I watch my last call?"))
    play.world.claude.script("I keep that to myself.")
    dm = Play(play.world, play.slack.dm(play.person("ana")))
    await dm.done(await dm.say("ana", PRIVATE))


async def lose_the_record(play: Play, url: sa.URL) -> None:
    """A statement fails, and its failure would tell what it was given."""
    administer(url, "alter table audit rename to gone")
    dm = Play(play.world, play.slack.dm(play.person("ana")))
    play.world.claude.script("I keep that to myself.")
    await dm.done(await dm.say("ana", PRIVATE))
    administer(url, "alter table gone rename to audit")


async def connect(play: Play) -> None:
    """Ana gets a link for an account of her own; last, since it is then looked for."""
    before = len(play.whispers("ana"))
    await play.slack.command(play.person("ana"), play.channel, "/chorister", "connect")
    await play.slack.wait_for(lambda: len(play.whispers("ana")) > before)


async def play_bad_luck(play: Play) -> None:
    """Bodies that repeat what was sent, pages in place of answers, cut lines, and a refused token at the end."""
    world, echo = play.world, f"Bearer {play.world.truto.token}: {SENTENCE}, {PRIVATE}"
    for kind, more in {
        "text_error": {"raw": echo},
        "502html": {},
        "lost_reply": {},
        "truncated": {},
        "empty_message": {"raw": {"errors": [{"detail": echo}]}},
    }.items():
        world.truto.faults.add(kind, match=LIST, **more)
    await play.done(await play.ask("ana", REVIEW))
    for kind in ("500", "cut", "reset"):
        world.claude.faults.add(kind)
    for kind in ("500", "html", "lost_reply"):
        world.slack.faults.add(kind, match="chat.postMessage")
    await play.done(await play.ask("ben", REVIEW))
    play.slack.drop_connections()
    await play.slack.wait_for(lambda: play.slack.sockets.open)
    world.truto.faults.add("401_token", match=LIST, times=None)
    await play.done(await play.ask("ana", PUSH))


def links_given(world: World) -> set[str]:
    """Every signed link and link token that Truto and Chorus gave, and every ticket and address of Slack's."""
    media = [
        call.answer["download_url"] for call in world.truto.calls(MEDIA) if "download_url" in call.answer
    ]
    tokens = [call.answer["link_token"] for call in world.truto.journal if call.path == "/link-token"]
    sockets = [call.response["url"] for call in world.slack.calls("apps.connections.open")]
    assert media
    assert tokens
    assert sockets
    return {*media, *(link.partition("?")[2] for link in [*media, *sockets]), *tokens}


def kept_by_the_engine(url: sa.URL) -> str:
    """Every row of every table of the engine's."""
    engine = sa.create_engine(synchronous(url))
    tables = sa.MetaData()
    with engine.connect() as connection:
        tables.reflect(connection, schema="dbos")
        rows = [row for table in tables.sorted_tables for row in connection.execute(sa.select(table))]
    engine.dispose()
    return "\n".join(str(value) for row in rows for value in row)


def found(planted: set[str], where: dict[str, str]) -> set[tuple[str, str]]:
    """Which of these stand where."""
    return {(name, secret) for name, text in where.items() for secret in planted if secret in text}


async def test_no_secret_no_link_and_nobodys_words_leave_by_the_back_door(
    world: World, tmp_path: Path, postgres: sa.URL
) -> None:
    own = world.company.last_finished(world.company.person("ana"))
    assert own is not None
    with (
        relayed(postgres) as relay,
        collecting() as collector,
        planted(world, Spot.TRANSCRIPT, SENTENCE, own.id),
    ):
        url = relay.url.set(password=PASSWORD).render_as_string(hide_password=False)
        env = PLANTED | {"DATABASE_URL": url, "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url}
        secrets = secrets_in(world.env() | env) | {"planted-otel-0001"}
        with listening_in(secrets) as heard:
            async with at_home(world, tmp_path, **env) as app:
                play = Play(world)
                await play_good_luck(play)
                await play_bad_luck(play)
                await lose_the_record(play, postgres)
                await connect(play)
                page = await Figures(app.watch.measures, app.looking).page()
                relay.end()
                assert await app.health.failing() == {"database": "away"}
                relay.begin()
        traces = b"".join(collector.bodies).decode("utf-8", "replace")
    links = links_given(world)
    logs_and_more = {"text": heard.text, "json": heard.json, "raw": heard.raw}
    where = {name: stream.getvalue() for name, stream in logs_and_more.items()}
    where |= {"metrics": page.decode(), "traces": traces}
    assert found(secrets | links | {SENTENCE, PRIVATE}, where) == set()
    assert found(secrets | links, {"engine": kept_by_the_engine(postgres)}) == set()
    assert all(json.loads(line)["message"] for line in where["json"].splitlines())
    assert "Traceback" in where["text"], "something did go wrong"
    assert '"run": "' in where["json"]
    assert "run turn" in traces


@pytest.mark.parametrize("kind", ["text", "json", "raw"])
def test_the_search_finds_what_is_there_and_the_belt_takes_it_out(kind: str) -> None:
    secrets = {PASSWORD}
    with listening_in(secrets) as heard:
        logging.getLogger("bot").debug("connecting with %s", PASSWORD)
    there = found(secrets, {kind: getattr(heard, kind).getvalue()})
    assert there == ({("raw", PASSWORD)} if kind == "raw" else set())

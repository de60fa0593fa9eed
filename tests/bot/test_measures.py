"""The figures as Prometheus reads them: a sentence for each, few values for each label, and two bots apart."""

import re

from bot.measures import Measures, Standing
from tests.prometheus import read


def filled() -> Measures:
    measures = Measures()
    measures.runs_as("1.2", "socket", "sqlite")
    measures.heard("message", "socket", 0.2, taken=True)
    measures.heard("message", "socket", 5.0, taken=False)
    measures.ended("turn", "answered")
    measures.called("write", "429")
    measures.waited("truto", "turn", 1.5)
    measures.waited("truto", "turn", -1.0)
    usage = {"input_tokens": 5, "cache_read_input_tokens": None, "service_tier": "standard"}
    measures.billed("opus", usage, 0.25, "ok")
    return measures


def test_each_thing_that_happened_is_counted_under_its_labels() -> None:
    told = read(filled().page())
    assert told["chorister_info sqlite socket 1.2"] == 1
    assert told["chorister_events_total taken socket message"] == 1
    assert told["chorister_events_total refused socket message"] == 1
    assert told["chorister_acknowledgement_seconds_bucket 0.25 socket"] == 1
    assert told["chorister_acknowledgement_seconds_bucket 3.0 socket"] == 1
    assert told["chorister_acknowledgement_seconds_count socket"] == 2
    assert told["chorister_runs_total turn answered"] == 1
    assert told["chorister_tool_calls_total write 429"] == 1
    assert told["chorister_wait_seconds_total turn truto"] == 1.5, "no clock that goes back takes a wait away"
    assert told["chorister_claude_tokens_total input opus"] == 5
    assert told["chorister_claude_tokens_total cache_read opus"] == 0
    assert told["chorister_claude_usd_total opus"] == 0.25
    assert told["chorister_claude_answers_total opus ok"] == 1
    assert not [name for name in told if "_created" in name]


def test_two_bots_in_one_process_count_apart() -> None:
    filled()
    assert "chorister_runs_total turn answered" not in read(Measures().page())


def test_how_things_stand_is_told_for_what_could_be_counted_alone() -> None:
    standing = Standing()
    standing.counted("proposals", {"pending": 2.0, "written": 1.0})
    standing.counted("silence", 12.5)
    standing.missed("runs")
    told = read(Measures().page(standing))
    assert told["chorister_proposals pending"] == 2
    assert told["chorister_progress_silence_seconds"] == 12.5
    assert told["chorister_look_succeeded runs"] == 0
    assert not [name for name in told if name.startswith("chorister_runs_unfinished")]


def test_every_figure_says_in_a_sentence_what_it_is() -> None:
    standing = Standing()
    for part in ("runs", "proposals", "progress", "silence", "workers"):
        standing.counted(part, {"x": 1.0} if part in ("runs", "proposals") else 1.0)
    sentences = re.findall(r"^# HELP \S+ (.*)$", filled().page(standing).decode(), re.MULTILINE)
    assert len(sentences) == 15
    assert all(re.fullmatch(r"[A-Z].*\.", sentence) for sentence in sentences)

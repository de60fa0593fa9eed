"""The figures of one bot, as Prometheus reads them. No label names a person, a channel or a text; each has few values."""

from collections.abc import Iterator, Mapping
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Metric, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4 as CONTENT_TYPE

__all__ = ["CONTENT_TYPE", "Measures", "Standing"]

IN_TIME = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
"""Seconds; after three, Slack takes a thing for lost and sends it again."""

TOKENS = {
    "input_tokens": "input",
    "output_tokens": "output",
    "cache_read_input_tokens": "cache_read",
    "cache_creation_input_tokens": "cache_write",
}
"""The kinds of tokens in a usage block of Claude's, and what they are called here."""

COUNTED = {
    "runs": ("chorister_runs_unfinished", "Runs that have not ended, by state.", ["state"]),
    "proposals": ("chorister_proposals", "CRM proposals on record, by state.", ["state"]),
    "progress": ("chorister_progress_threads", "Threads in which this process shows progress.", []),
    "silence": ("chorister_progress_silence_seconds", "The longest silence of such a thread.", []),
    "workers": ("chorister_workers", "Processes alive on one PostgreSQL.", []),
}
"""What is counted at each look: a part's metric, its sentence and its labels."""


class Measures:
    """What was counted since this process began. A registry of its own: two bots in one process count apart."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        count = self._counter
        self._events = count(
            "events", "Things that Slack sent, by kind, transport and answer.", "type", "transport", "answer"
        )
        self._acknowledged = Histogram(
            "chorister_acknowledgement_seconds",
            "Time until a thing that Slack sent was on record and could be acknowledged.",
            ["transport"],
            buckets=IN_TIME,
            registry=self.registry,
        )
        self._runs = count("runs", "Runs that ended, by kind and by how.", "kind", "outcome")
        self._calls = count("tool_calls", "Calls to Truto, by effect and by result.", "effect", "result")
        self._waits = count(
            "wait_seconds",
            "Time waited: for a turn under a known limit, or after a refusal or a failure.",
            *("service", "cause"),
        )
        self._answers = count(
            "claude_answers", "Questions to Claude, by what came of them.", "model", "result"
        )
        self._tokens = count("claude_tokens", "Tokens that Claude billed, by kind.", "model", "kind")
        self._money = count("claude_usd", "US dollars that Claude billed.", "model")
        about = ("chorister_info", "What runs here; always 1.", ["version", "transport", "database"])
        self._info = Gauge(*about, registry=self.registry)

    def _counter(self, name: str, says: str, *labels: str) -> Counter:
        return Counter(f"chorister_{name}", says, labels, registry=self.registry)

    def runs_as(self, version: str, transport: str, database: str) -> None:
        """What this process is."""
        self._info.labels(version, transport, database).set(1)

    def heard(self, kind: str, transport: str, seconds: float, *, taken: bool) -> None:
        """Slack sent something, and it was taken or refused after so long."""
        self._events.labels(kind, transport, "taken" if taken else "refused").inc()
        self._acknowledged.labels(transport).observe(seconds)

    def ended(self, kind: str, outcome: str) -> None:
        """A run of this kind ended so."""
        self._runs.labels(kind, outcome).inc()

    def called(self, effect: str, result: str) -> None:
        """A call to Truto came to something."""
        self._calls.labels(effect, result).inc()

    def waited(self, service: str, cause: str, seconds: float) -> None:
        """Somebody waited for a service."""
        self._waits.labels(service, cause).inc(max(0.0, seconds))

    def billed(self, model: str, usage: Mapping[str, Any], usd: float, result: str) -> None:
        """A question to Claude came to something, and is billed so."""
        self._answers.labels(model, result).inc()
        for name, kind in TOKENS.items():
            self._tokens.labels(model, kind).inc(usage.get(name) or 0)
        self._money.labels(model).inc(usd)

    def page(self, standing: "Standing | None" = None) -> bytes:
        """Everything as Prometheus reads it, with how things stand now."""
        told = generate_latest(_Plain(self.registry))
        return told + (generate_latest(standing.registry) if standing else b"")


class _Plain(CollectorRegistry):
    """A registry without the birthday of every counter: this process has one, and Prometheus knows it."""

    def __init__(self, whole: CollectorRegistry) -> None:
        super().__init__()
        self._whole = whole

    def collect(self) -> Iterator[Metric]:
        for metric in self._whole.collect():
            metric.samples = [sample for sample in metric.samples if not sample.name.endswith("_created")]
            yield metric


class Standing:
    """How things stand at one moment; made anew for each look, so that nothing old is told as new."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        about = ("chorister_look_succeeded", "Whether a part could be counted in time.", ["part"])
        self._looks = Gauge(*about, registry=self.registry)

    def counted(self, part: str, figures: Mapping[str, float] | float) -> None:
        """A part was counted: one figure, or one for each state."""
        self._looks.labels(part).set(1)
        gauge = Gauge(*COUNTED[part], registry=self.registry)
        if isinstance(figures, Mapping):
            for state, figure in figures.items():
                gauge.labels(state).set(figure)
        else:
            gauge.set(figures)

    def missed(self, part: str) -> None:
        """A part could not be counted in time."""
        self._looks.labels(part).set(0)

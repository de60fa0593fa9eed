"""Truto's Idempotency-Key: a repeated key gets the answer of the first time, for a day."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.truto.answers import Answer

LIFE = timedelta(hours=24)


@dataclass
class Memory:
    """Answers by path and key. What was only turned away, by a limit or an outage, is not remembered."""

    answers: dict[tuple[str, str], tuple[datetime, Answer]] = field(default_factory=dict)
    locks: dict[tuple[str, str], asyncio.Lock] = field(default_factory=dict)

    def lock(self, path: str, key: str) -> asyncio.Lock:
        """Return the lock that keeps two requests with one key apart."""
        return self.locks.setdefault((path, key), asyncio.Lock())

    def recall(self, path: str, key: str, now: datetime) -> Answer | None:
        """Return the remembered answer, if it is young enough."""
        found = self.answers.get((path, key))
        return found[1] if found and now - found[0] < LIFE else None

    def keep(self, path: str, key: str, now: datetime, answer: Answer) -> None:
        """Remember the answer to an executed request."""
        if answer.status < 500 and answer.status != 429:
            self.answers[path, key] = (now, answer)

"""Somebody's own deals at risk, by what digests and alerts said last: nothing is judged anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.risk.rules import HARD
from bot.risk.verdict import Level


@dataclass(frozen=True)
class Sent:
    """What one digest said when it was last sent, and until when that was found to be so."""

    at: float
    body: Mapping[str, Any]
    checked_at: float
    """When a later run found nothing changed; else when it was sent."""


@dataclass(frozen=True)
class Alerted:
    """What the owner of a deal was told directly between the digests."""

    at: float
    deal: str
    evidence: Mapping[str, Any]

    @property
    def is_hard(self) -> bool:
        """Whether it is about a hard signal, and not only a coaching hint, which is no risk."""
        return any(reason["rule"] in HARD for reason in self.evidence["reasons"])


@dataclass(frozen=True)
class OwnDeal:
    """One deal at risk."""

    id: str
    name: str
    level: Level
    reasons: tuple[Mapping[str, Any], ...]
    """rule, name, fact, at, url; fact and url are not known of a deal whose line was hidden."""
    as_of: float


Mine = Mapping[str, str | None]
"""Somebody's deals -> the Chorus id that their newest call names as the owner, if it names one."""


def own_deals(mine: Mine, digests: Sequence[Sent], alerts: Sequence[Alerted]) -> list[OwnDeal]:
    """The deals among `mine` that are at risk by the newest word about each, the most serious first."""
    newest = (_newest(id, owner, digests, alerts) for id, owner in mine.items())
    found = [deal for deal in newest if deal and deal.level >= Level.AT_RISK]
    return sorted(found, key=lambda deal: (-deal.level, deal.name, deal.id))


def last_read(mine: Mine, digests: Sequence[Sent]) -> float | None:
    """When a digest last looked at these deals; None where none ever did."""
    looked = (s for s in digests if any(_looked_at(id, owner, s) for id, owner in mine.items()))
    return max((sent.checked_at for sent in looked), default=None)


def _looked_at(id: str, owner: str | None, sent: Sent) -> bool:
    """Whether a digest was about a deal: one of an owner of its that it does not name was fine."""
    return id in sent.body.get("standings", {}) or owner in sent.body.get("owners", ())


def _newest(id: str, owner: str | None, digests: Sequence[Sent], alerts: Sequence[Alerted]) -> OwnDeal | None:
    sent = max((s for s in digests if _looked_at(id, owner, s)), key=lambda s: s.at, default=None)
    alerted = max((a for a in alerts if a.deal == id and a.is_hard), key=lambda a: a.at, default=None)
    if alerted and (sent is None or alerted.at > sent.at):
        told = alerted.evidence
        return OwnDeal(id, str(told["name"]), Level.ACT, tuple(told["reasons"]), alerted.at)
    return _standing(id, sent) if sent and id in sent.body.get("standings", {}) else None


def _standing(id: str, sent: Sent) -> OwnDeal:
    standing = sent.body["standings"][id]
    told = sent.body.get("evidence", {}).get(id, {}).get("reasons")
    reasons = told or [{"name": name} for name in standing["names"]]
    return OwnDeal(id, standing["name"], Level(standing["level"]), tuple(reasons), sent.checked_at)

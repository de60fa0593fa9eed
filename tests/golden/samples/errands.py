"""The card of an errand in each of its states, its form, and the messages of accepted work."""

from typing import Any

from bot.errands.errand import Errand, State, Status
from bot.slack import errand_words as words
from tests.builders import NOON, a_thing, an_errand
from tests.golden.sample import alone, sample, under
from tools.policy import Effect

AT = NOON.timestamp()
PLAYLIST: dict[str, Any] = {
    "effect": Effect.WRITE,
    "resource": "playlists",
    "method": "create",
    "path_id": None,
    "query": {},
    "body": {"name": "Best of June", "parent": None},
    "deed": "Create a new playlist",
    "things": (),
    "doomed": (),
}
PLACE = {"channel": "C1", "thread": "100.1", "card": "100.2"}
OFF = "Writing is switched off in Chorister's settings."
DEED = an_errand().deed
LONG = "日本 <!channel> שלום " * 60


def decided(status: Status | None, **outcome: str) -> Errand:
    kept = {"status": status.value, **outcome} if status else None
    return an_errand(state=State.APPROVED, decision={"by": "UANA", "at": AT}, outcome=kept)


def over(state: State) -> Errand:
    return an_errand(state=state, decision={"by": "USAM", "at": AT})


SAMPLES = under(
    "errand",
    sample("open", words.card, an_errand(query={"id": "A", "force_delete": True})),
    sample("open_change", words.card, an_errand(**PLAYLIST)),
    sample("paused", words.card, an_errand(**PLAYLIST), paused=OFF),
    *(sample(state.value, words.card, over(state)) for state in (State.DECLINED, State.EXPIRED)),
    sample("withdrawn", words.card, an_errand(state=State.WITHDRAWN, decision={"at": AT})),
    sample("sending", words.card, decided(None)),
    *(sample(f"came_to_{status.name.lower()}", words.card, decided(status)) for status in Status),
    sample(
        "refused_why",
        words.card,
        decided(Status.REFUSED, say="Chorus refused the request (error 409): use <force_delete>."),
    ),
    sample("form", words.form, an_errand(), PLACE),
    sample("followed", words.following, DEED, "UANA", AT, unsure=False),
    sample("followed_unsure", words.following, DEED, "UANA", AT, unsure=True),
    sample("blind", words.blind, DEED, "UANA"),
    *(
        sample(f"ended_{status.name.lower()}", words.ended, DEED, "UANA", status, AT, still_there=False)
        for status in (Status.DONE, Status.FAILED, Status.UNVERIFIED)
    ),
    sample("ended_still_there", words.ended, DEED, "UANA", Status.UNVERIFIED, AT, still_there=True),
    *(alone(f"already_{state.value}", words.already, over(state)) for state in State),
    alone("not_theirs", words.not_theirs, an_errand()),
)
THINGS = tuple(a_thing(str(n), name=LONG) for n in range(10))
LONGEST = under(
    "errand",
    sample("crowd", words.card, an_errand(things=THINGS, deed=LONG * 4, body={"note": LONG})),
    sample("form", words.form, an_errand(things=THINGS, deed=LONG * 4), PLACE),
    sample("followed", words.following, LONG, "UANA", AT, unsure=True),
)

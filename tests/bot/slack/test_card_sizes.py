"""The card at the edges of what Slack takes: long, crowded, hostile, and full of nothing."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.proposals.deals import Deal
from bot.proposals.proposal import Adding, Change, Meeting, Proposal
from bot.proposals.shown import LONGEST, ROOM, paged, too_long
from bot.slack.cards import Message, card
from sandbox.slack import check_message, text_of
from tests.bot.slack.golden import taken_by_slack
from tests.builders import CALL, a_change, a_proposal
from tests.golden.samples.cards import STATES, in_state, shown

WORDS = ["wört " * 400, "🎉" * 1000, "&" * 2000, "<>" * 1000, "日本" * 1000, "שלום " * 400, "a\n" * 1000, ""]


def many(text: str, n: int = 40, **more: Any) -> tuple[Change, ...]:
    made = {
        "label": text[:500],
        "now": text,
        "proposed": text,
        "quote": text * 3,
        "remark": text[:300],
        "minute": 1e6,
    }
    return tuple(a_change(f"field_{i}", **made | more) for i in range(n))


def crowded(name: str, text: str, page: tuple[Change, ...]) -> Proposal:
    """A proposal with everything on it that a card can have, all of it long, and every field approved."""
    about = dict.fromkeys(("opportunity_name", "stage", "account", "owner_name"), text)
    labels = tuple(f"{n}{text[:500]}" for n in range(40))
    own = STATES[name]
    more: dict[str, Any] = {"notice": text, "unspoken": labels, "forbidden": labels}
    more["others"] = tuple(Deal(f"006{n}", text or None, text, None) for n in range(12))
    more["meetings"] = tuple(Meeting(f"{n}" if n else CALL, text) for n in range(12))
    made = a_proposal(changes=page, **about | own | more)
    body = made.arguments | {f"extra{n}{text[:90]}": text for n in range(12)}
    fields = [change.field_name for change in page]
    if made.outcome:
        kinds = [*made.outcome["fields"].values()]
        fared = {f: kinds[i % len(kinds)] | {"say": text} for i, f in enumerate(fields)}
        made = replace(made, outcome=made.outcome | {"say": text, "fields": fared})
    chosen = made.decision and made.decision | {"fields": fields, "say": text}
    return replace(made, arguments=body, decision=chosen)


def mrkdwn(blocks: list[dict[str, Any]]) -> list[str]:
    """Every text that Slack reads as markup."""
    said = [b["text"]["text"] for b in blocks if b["type"] == "section"]
    return said + [e["text"] for b in blocks if b["type"] == "context" for e in b["elements"]]


def utf16(text: str) -> int:
    """A length as Slack may count it: an emoji is two."""
    return len(text.encode("utf-16-le")) // 2


def fits(message: Message) -> bool:
    """Whether Slack takes a message, however it counts."""
    assert max(map(utf16, mrkdwn(message[1]))) < 3000, "one block"
    return taken_by_slack(message)


@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize("text", WORDS, ids=[word[:2] for word in WORDS])
def test_slack_takes_every_page_of_forty_long_changes(name: str, text: str) -> None:
    author = {"author": "U0123456789"} if name == "changed" else {}
    pages = paged(many(text, **author))
    assert sum(map(len, pages)) == 40
    for page in {len(page): page for page in pages}.values():
        assert fits(shown(name, crowded(name, text, page)))


@pytest.mark.parametrize("name", STATES)
def test_slack_takes_as_many_short_rows_as_a_page_holds(name: str) -> None:
    page = paged(many("x", 60, proposed="y"))[0]
    assert len(page) > 30
    assert fits(shown(name, crowded(name, "a b", page)))


@pytest.mark.parametrize("name", STATES)
def test_slack_takes_a_card_full_of_nothing(name: str) -> None:
    empty = (a_change("x", label="", now="", proposed="", quote="", ticked=False),)
    nothing = dict.fromkeys(("stage", "account", "owner_name", "owner_email", "owner_id"))
    assert fits(shown(name, in_state(name, empty, opportunity_name="", meetings=(), **nothing)))
    assert fits(shown(name, in_state(name, ())))


TEXTS = st.text(st.characters(codec="utf-8") | st.sampled_from("&<>*_~`🎉 \n"), max_size=300).map(
    lambda t: t * 9
)


@settings(deadline=None, max_examples=30)
@given(st.lists(TEXTS, min_size=1, max_size=9), st.sampled_from(sorted(STATES)))
def test_slack_takes_whatever_anybody_said(texts: list[str], name: str) -> None:
    changes = [replace(many(text, 1)[0], field_name=f"f{n}") for n, text in enumerate(texts)]
    changes = [replace(c, locked=bool(too_long(c))) for c in changes]
    for page in paged(changes):
        assert fits(shown(name, crowded(name, texts[0], page)))


@settings(deadline=None, max_examples=60)
@given(st.text(st.sampled_from("ab&<>🎉 日\n"), max_size=LONGEST // 2).filter(str.strip))
def test_every_character_that_would_be_sent_is_on_the_card(value: str) -> None:
    change = a_change(proposed=value, label="L", quote=None)
    _, blocks = card(a_proposal(changes=[change], opportunity_name="D"))
    rows = "".join(text_of({"blocks": [b]}) for b in blocks[2:-2] if b["type"] == "section")
    said = rows.replace("*L*", "").replace("_empty_ →", "").replace("[x] Write", "")
    if too_long(change):
        assert "…" in said
    else:
        assert "".join(said.replace("│", "").replace("*", "").split()) == "".join(value.split())


def test_a_page_stays_far_below_what_slack_takes_in_all() -> None:
    for text in WORDS:
        for page in {len(page): page for page in paged(many(text))}.values():
            _, blocks = card(a_proposal(changes=page))
            assert sum(map(utf16, mrkdwn(blocks))) < ROOM + 1000


HOSTILE = "<!channel> <@U1> <https://evil.example|ok> `*_~ & \n> \u202e\x00 https://evil.example"


@pytest.mark.parametrize("name", STATES)
def test_nothing_on_a_card_can_ring_or_link(name: str) -> None:
    page = paged(many(HOSTILE, 3, stamp=HOSTILE, adding=Adding.BY_US, author=HOSTILE))[0]
    text, blocks = card(crowded(name, HOSTILE, page), link=f"https://crm.example/{HOSTILE}")
    for said in (text, *mrkdwn(blocks)):
        for danger in ("<!channel", "<@U1>", "<https://evil", "\u202e"):
            assert danger not in said
    assert check_message({"text": text, "blocks": blocks}) == []

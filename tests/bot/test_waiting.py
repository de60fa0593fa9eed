"""Which cards wait for somebody, and which of those they can reach."""

from bot.store.posts import Post
from bot.waiting import in_order, post_key, reached, waits_for
from tests.builders import NOON, a_person, a_proposal, a_thing, an_errand
from tools.policy import Effect

NOW = NOON.timestamp()


def test_a_card_waits_for_its_owner_and_their_manager() -> None:
    card = a_proposal()
    assert waits_for(a_person(), card)
    assert waits_for(a_person("USAM", chorus_id="1", email="sam@x.example", reports=("305921",)), card)
    assert not waits_for(a_person("UBEN", chorus_id="2", email="ben@x.example"), card)


def test_what_an_admin_may_decide_only_as_an_admin_waits_for_them_if_they_asked() -> None:
    rosa = a_person("UROSA", chorus_id="9", email="rosa@x.example", is_admin=True)
    for card in (a_proposal(), an_errand()):
        assert not waits_for(rosa, card)
    for own in (a_proposal(asker="UROSA"), an_errand(asker="UROSA")):
        assert waits_for(rosa, own)


def test_what_deletes_is_not_for_the_owners_manager() -> None:
    sam = a_person("USAM", chorus_id="1", email="sam@x.example", reports=("305921",))
    assert waits_for(a_person(), an_errand())
    assert not waits_for(sam, an_errand())
    assert waits_for(sam, an_errand(effect=Effect.WRITE, things=(a_thing(),)))


def test_what_one_person_was_shown_alone_is_reached_by_them_alone() -> None:
    ana, rosa = a_person(), a_person("UROSA", is_admin=True)
    cards = [a_proposal("p1"), a_proposal("p2"), an_errand("e1"), a_proposal("p4")]
    posts = {
        "card:p1": Post("card:p1", "C1", "1.1"),
        "card:p2": Post("card:p2", "D1", "1.2"),
        "errand:e1": Post("errand:e1", "C1", "1.3"),
    }
    assert [post_key(card) for card in cards] == ["card:p1", "card:p2", "errand:e1", "card:p4"]
    assert [(w.card.id, w.ts, w.is_own) for w in reached(ana, cards, posts)] == [
        ("p1", "1.1", True),
        ("p2", "1.2", True),
        ("e1", "1.3", True),
    ]
    assert [(w.card.id, w.is_own) for w in reached(rosa, cards, posts)] == [("p1", False), ("e1", False)]


def test_ones_own_come_first_and_then_what_expires_first() -> None:
    cards = [
        a_proposal("late", expires_at=NOW + 9),
        a_proposal("soon", expires_at=NOW + 1),
        a_proposal("bens", asker="UBEN", expires_at=NOW),
    ]
    posts = {f"card:{card.id}": Post("k", "C1", "1.1") for card in cards}
    assert [w.card.id for w in in_order(reached(a_person(), cards, posts))] == ["soon", "late", "bens"]

"""Who may decide: a change like a CRM write, what destroys by the owner or an admin alone, what is no call's by admins."""

from typing import Any

import pytest

from bot.errands.rights import deciders, decides
from bot.people import Person
from tests.builders import a_person, a_thing, an_errand
from tools.policy import Effect

OWNER = a_person()
MANAGER = a_person("USAM", email="sam@seller.example", chorus_id="9", reports=("305921",))
ADMIN = a_person("UROSA", email="rosa@seller.example", chorus_id="8", is_admin=True)
COLLEAGUE = a_person("UBEN", email="ben@seller.example", chorus_id="7")
WRITE = an_errand(effect=Effect.WRITE)
NOBODYS = {"owner_id": None, "owner_email": None, "owner_name": None}


@pytest.mark.parametrize(
    ("person", "write", "destroy"),
    [(OWNER, True, True), (MANAGER, True, False), (ADMIN, True, True), (COLLEAGUE, False, False)],
)
def test_a_manager_may_change_and_only_the_owner_or_an_admin_may_destroy(
    person: Person, write: bool, destroy: bool
) -> None:
    assert decides(person, WRITE) is write
    assert decides(person, an_errand()) is destroy


@pytest.mark.parametrize("effect", [Effect.WRITE, Effect.DESTROY])
@pytest.mark.parametrize(
    "things",
    [
        (),
        (a_thing(**NOBODYS),),
        (a_thing(), a_thing("B", owner_id="7", owner_email="ben@seller.example")),
    ],
)
def test_what_is_nobodys_or_several_peoples_is_for_admins(things: tuple[Any, ...], effect: Effect) -> None:
    errand = an_errand(things=things, effect=effect)
    assert [decides(p, errand) for p in (OWNER, COLLEAGUE, ADMIN)] == [False, False, True]


def test_nobody_without_a_chorus_id_owns_what_has_no_owner() -> None:
    stranger = a_person("UX", email="", chorus_id=None)
    assert not decides(stranger, an_errand(things=(a_thing(**NOBODYS),)))


def test_who_may_decide_is_said_in_words() -> None:
    assert deciders(WRITE) == "Ana Ruiz, their manager or an admin"
    assert deciders(an_errand()) == "Ana Ruiz or an admin"
    assert deciders(an_errand(things=())) == "an admin"
    assert deciders(an_errand(things=(a_thing(**NOBODYS),))) == "an admin"
    assert (
        deciders(an_errand(things=(a_thing(owner_name=None, owner_email=None),)))
        == "the call's owner or an admin"
    )

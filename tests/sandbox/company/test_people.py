from sandbox.company.people import roster


def test_the_twelve_people_are_who_they_are() -> None:
    people = {person.key: person for person in roster("Europe/Berlin")}
    assert list(people) == [
        "ana",
        "ben",
        "chloe",
        "dev",
        "elif",
        "finn",
        "grace",
        "hugo",
        "mia",
        "sam",
        "rosa",
        "ivo",
    ]
    assert people["elif"].name == "Elif Şahin"
    assert all(
        person.email.isascii() and person.email.endswith("@seller.example") for person in people.values()
    )
    assert people["ivo"].chorus_user_id is None


def test_sam_manages_the_first_four_reps_and_mia_and_mia_the_others() -> None:
    people = {person.key: person for person in roster("Europe/Berlin")}
    boss_of = {key: person.manager_id for key, person in people.items()}
    assert {boss_of[key] for key in ("ana", "ben", "chloe", "dev", "mia")} == {people["sam"].chorus_user_id}
    assert {boss_of[key] for key in ("elif", "finn", "grace", "hugo")} == {people["mia"].chorus_user_id}

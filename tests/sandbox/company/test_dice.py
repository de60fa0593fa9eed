import re

from sandbox.company.dice import Dice, hex_id, salesforce_id


def test_the_same_words_give_the_same_throws() -> None:
    assert [Dice(1, "a").random() for _ in range(2)] == [Dice(1, "a").random()] * 2
    assert Dice(1, "a").random() != Dice(1, "b").random()


def test_recording_ids_are_32_upper_case_hex_digits() -> None:
    assert re.fullmatch(r"[0-9A-F]{32}", hex_id(1, "meeting", 4))


def test_salesforce_ids_carry_the_checksum_of_their_case() -> None:
    found = salesforce_id("006", 1, 2)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
    parts = (found[0:5], found[5:10], found[10:15])
    assert found[15:] == "".join(letters[sum(c.isupper() << i for i, c in enumerate(part))] for part in parts)

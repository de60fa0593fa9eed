"""Chance that always falls the same way: seeded random numbers and ids."""

import hashlib
import random
import string


class Dice(random.Random):
    """A random source of its own, seeded by words, so that one part never disturbs another."""

    def __init__(self, *words: object) -> None:
        super().__init__(":".join(str(word) for word in words))

    def often(self, share: float) -> bool:
        """Return True in `share` of the cases."""
        return self.random() < share


_CHECK = string.ascii_uppercase + "012345"


def hex_id(*words: object) -> str:
    """Return 32 upper-case hex digits, the form of Chorus's recording ids."""
    return hashlib.sha256(":".join(str(word) for word in words).encode()).hexdigest()[:32].upper()


def salesforce_id(prefix: str, *words: object) -> str:
    """Return an 18-character Salesforce id; the last three are the checksum of the case of the first 15."""
    dice = Dice(prefix, *words)
    short = f"{prefix}5e00000" + "".join(dice.choice(string.ascii_letters + string.digits) for _ in range(5))
    chunks = (short[0:5], short[5:10], short[10:15])
    return short + "".join(_CHECK[sum(char.isupper() << i for i, char in enumerate(part))] for part in chunks)

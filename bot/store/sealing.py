"""Secrets at rest: sealed with the first key of CHORISTER_SECRET_KEY, opened with any of them."""

import base64
import binascii
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.errors import BotError

MAKE_ONE = "openssl rand -base64 32"
WRONG_KEY = (
    "CHORISTER_SECRET_KEY does not open what is stored. Put the key with which that was sealed back, behind the new one and "
    "a comma."
)


class WrongKey(BotError):
    """None of the keys opens what was sealed."""


def checked_keys(keys: Sequence[str]) -> None:
    """Raises ValueError unless these are keys."""
    if not keys:
        raise ValueError(f"a key belongs here, such as `{MAKE_ONE}` prints")
    for place, key in enumerate(keys, 1):
        if not _is_key(key):
            raise ValueError(f"key {place} is not 32 bytes in base64, such as `{MAKE_ONE}` prints")


def _is_key(key: str) -> bool:
    try:
        return len(base64.b64decode(key.translate(_PLAIN), validate=True)) == 32
    except (binascii.Error, ValueError):
        return False


# Keys are written in either alphabet of base64.
_PLAIN = str.maketrans("-_", "+/")
_SAFE = str.maketrans("+/", "-_")


class Sealing:
    """Seals texts and opens them."""

    def __init__(self, keys: Sequence[str]) -> None:
        checked_keys(keys)
        each = [Fernet(key.translate(_SAFE)) for key in keys]
        self._first, self._all = each[0], MultiFernet(each)

    def seal(self, text: str) -> str:
        """The text as it may be stored."""
        return self._first.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """What was sealed; raises WrongKey."""
        try:
            return self._all.decrypt(sealed).decode()
        except InvalidToken:
            raise WrongKey(WRONG_KEY) from None

    def is_old(self, sealed: str) -> bool:
        """Whether another key than the first one is needed to open it."""
        try:
            self._first.decrypt(sealed)
        except InvalidToken:
            return True
        return False

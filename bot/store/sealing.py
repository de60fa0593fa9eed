"""Secrets at rest: sealed with the first key of CHORISTER_SECRET_KEY, opened with any of them."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.errors import BotError

WRONG_KEY = (
    "CHORISTER_SECRET_KEY does not open what is stored. Put the key with which that was sealed back, behind the new one and "
    "a comma."
)


class WrongKey(BotError):
    """None of the keys opens what was sealed."""


# Keys are written in either alphabet of base64, and Fernet reads one.
_SAFE = str.maketrans("+/", "-_")


class Sealing:
    """Seals texts and opens them."""

    def __init__(self, keys: Sequence[str]) -> None:
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

"""Ids in the API's shapes: message, tool use, server tool use, request."""

import hashlib

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def base58(seed: str, length: int) -> str:
    """A fixed-length base58 word that depends on nothing but its seed."""
    number = int.from_bytes(hashlib.sha512(seed.encode()).digest(), "big")
    letters = []
    for _ in range(length):
        number, digit = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[digit])
    return "".join(letters)


def chance(seed: str, outcomes: int) -> int:
    """A number in range(outcomes) that is always the same for the same seed."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big") % outcomes


def message_id(seed: str) -> str:
    """`msg_01` and 22 letters."""
    return "msg_01" + base58("msg" + seed, 22)


def tool_use_id(seed: str) -> str:
    """`toolu_01` and 22 letters."""
    return "toolu_01" + base58("toolu" + seed, 22)


def server_tool_use_id(seed: str) -> str:
    """`srvtoolu_01` and 22 letters."""
    return "srvtoolu_01" + base58("srvtoolu" + seed, 22)


def request_id(seed: str) -> str:
    """`req_011` and 21 letters."""
    return "req_011" + base58("req" + seed, 21)

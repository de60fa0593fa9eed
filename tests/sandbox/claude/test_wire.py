import pytest

from sandbox.claude.wire import write


class Pieces(list):
    """Something that is written to."""

    async def write(self, piece: bytes) -> None:
        self.append(piece)


@pytest.mark.parametrize("length", [0, 1, 20_000])
async def test_pieces_join_to_what_was_sent_and_end_anywhere(length):
    sent = ("é" * length).encode()[:length]
    pieces = Pieces()
    await write(pieces, sent, "seed")
    assert b"".join(pieces) == sent
    if length > 1000:
        assert any(piece[0] & 0xC0 == 0x80 for piece in pieces)

"""Pictures for the README are small, and plain areas keep their exact colour."""

import struct
import zlib
from array import array

from tests.browser.slim import in_few_colours


def test_a_picture_keeps_its_size_and_its_most_frequent_colours() -> None:
    white, many = 0xFFFFFFFF, [0xFF000000 | n * 37 for n in range(1000)]
    png = in_few_colours(array("I", [white] * 1000 + many), 40)
    assert png.startswith(b"\x89PNG")
    assert struct.unpack(">II", png[16:24]) == (40, 50)
    palette = png[png.index(b"PLTE") + 4 : png.index(b"IDAT") - 8]
    assert len(palette) <= 3 * 256
    rows = zlib.decompress(png[png.index(b"IDAT") + 4 : png.index(b"IEND") - 8])
    assert len(rows) == 50 * 41
    first = rows[1]
    assert palette[3 * first : 3 * first + 3] == b"\xff\xff\xff"

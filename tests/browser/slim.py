"""A screenshot with no more than 256 colours: a third of the size, and text looks the same."""

import base64
import struct
import zlib
from array import array
from collections import Counter

from playwright.async_api import Page

COLOURS = 256
READ = """async (png) => {
  const image = await createImageBitmap(await (await fetch("data:image/png;base64," + png)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const bytes = new Uint8Array(canvas.getImageData(0, 0, image.width, image.height).data.buffer);
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return [image.width, btoa(text)];
}"""


async def slim(page: Page, png: bytes) -> bytes:
    """Return the same picture in few colours. The browser reads it for us."""
    width, raw = await page.evaluate(READ, base64.b64encode(png).decode())
    return in_few_colours(array("I", base64.b64decode(raw)), width)


def in_few_colours(pixels: "array[int]", width: int) -> bytes:
    """Return a PNG of these pixels (red, green, blue and nothing transparent, row by row)."""
    mask = next(mask for mask in _masks() if len({pixel & mask for pixel in set(pixels)}) <= COLOURS)
    palette: dict[int, int] = {}
    # Of the colours that become one, the most frequent stands for all: plain areas keep theirs exactly.
    for pixel, _ in Counter(pixels).most_common():
        palette.setdefault(pixel & mask, pixel)
    index = {key: n for n, key in enumerate(palette)}
    which = {pixel: index[pixel & mask] for pixel in set(pixels)}
    rows = (pixels[at : at + width] for at in range(0, len(pixels), width))
    image = b"".join(b"\0" + bytes(map(which.__getitem__, row)) for row in rows)
    colours = b"".join(struct.pack("<I", pixel)[:3] for pixel in palette.values())
    head = struct.pack(">IIBBBBB", width, len(pixels) // width, 8, 3, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"PLTE", colours), (b"IDAT", zlib.compress(image, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _masks() -> list[int]:
    """Return ever coarser views of a colour."""
    return [sum((0xFF << bits & 0xFF) << shift for shift in (0, 8, 16)) for bits in range(8)]


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

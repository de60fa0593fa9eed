"""One page with a sample of everything: `python -m sandbox.window.drawing gallery.html`."""

import sys
from pathlib import Path

from markupsafe import Markup

from sandbox.window.drawing import draw_message, draw_view
from sandbox.window.drawing.samples import ATTACHED, BLOCKS, HOME, MODAL, NAMES, VIEWER

STATIC = Path(__file__).parent.parent / "static"
_PAGE = Markup("""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Everything that is drawn</title><style>{}</style><script>{}</script></head>
<body><main class="gallery">{}</main></body>
</html>
""")


def gallery() -> Markup:
    """Return the page, with its style and script inside."""
    messages = {name: {"ts": f"{n}.0", "blocks": [block]} for n, (name, block) in enumerate(BLOCKS.items())}
    drawn = [
        (name, draw_message(one, VIEWER, names=NAMES))
        for name, one in {**messages, "attached": ATTACHED}.items()
    ]
    drawn.append(("Home tab", draw_view(HOME, VIEWER, names=NAMES)))
    wrong = {"ask.plain_text_input": "This is longer than the CRM takes."}
    drawn.append(("modal", draw_view(MODAL, VIEWER, names=NAMES, errors=wrong)))
    shown = [Markup('<h2 class="quiet">{}</h2>{}').format(name, body) for name, body in drawn]
    style, script = (Markup((STATIC / name).read_text("utf-8")) for name in ("style.css", "blocks.js"))  # noqa: S704 - files of ours
    return _PAGE.format(style, script, Markup("").join(shown))


def main(arguments: list[str]) -> None:
    """Write the page into the file that is named."""
    Path(arguments[0]).write_text(gallery(), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])

from pathlib import Path

from sandbox.window.drawing.__main__ import gallery, main
from sandbox.window.drawing.samples import BLOCKS


def test_the_gallery_shows_a_sample_of_everything(tmp_path: Path) -> None:
    file = tmp_path / "gallery.html"
    main([str(file)])
    page = file.read_text("utf-8")
    assert page == gallery()
    assert [name for name in BLOCKS if f">{name}</h2>" not in page] == []
    assert "</html>" in page

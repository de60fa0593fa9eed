"""Write the golden files anew, for `git diff` to be read as copy: `make golden`."""

from tests.golden.drawn import FOLDER, drawn
from tests.golden.samples import everything


def main() -> None:
    """Write what the samples make, and delete what no sample makes any more."""
    made = {FOLDER / f"{name}.txt": drawn(one) for name, one in everything().items()}
    for old in set(FOLDER.rglob("*.txt")) - set(made):
        old.unlink()
    for file, text in made.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


if __name__ == "__main__":
    main()

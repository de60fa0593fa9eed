"""Files on their way into the workspace: an upload URL first, the bytes next, the sharing last."""

from dataclasses import dataclass

from sandbox.slack.errors import SlackRefusal
from sandbox.slack.journal import Json


@dataclass
class File:
    """One uploaded file."""

    id: str
    name: str
    length: int
    content: bytes | None = None
    title: str = ""
    is_complete: bool = False

    def describe(self) -> Json:
        """Return the file object as Slack gives it."""
        return {
            "id": self.id,
            "name": self.name,
            "title": self.title or self.name,
            "size": self.length,
            "mimetype": "text/plain",
            "permalink": f"https://seller.slack.com/files/{self.id}",
        }


class Files:
    """Every file of the workspace by its id."""

    def __init__(self) -> None:
        self.all: dict[str, File] = {}

    def announce(self, name: str, length: int) -> File:
        """Make room for a file of this length."""
        file = File(f"F{len(self.all) + 1:09d}", name, length)
        self.all[file.id] = file
        return file

    def receive(self, file_id: str, content: bytes) -> int | None:
        """Take the bytes; None when they are not what was announced."""
        file = self.all.get(file_id)
        if file is None or len(content) != file.length:
            return None
        file.content = content
        return len(content)

    def complete(self, file_id: str, title: str) -> File:
        """Finish an upload, or refuse when the bytes never came."""
        file = self.all.get(file_id)
        if file is None or file.content is None:
            raise SlackRefusal("file_not_found")
        file.title, file.is_complete = title, True
        return file

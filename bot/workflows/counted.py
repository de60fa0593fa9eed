"""Reads side by side, counted in the thread as they come in."""

from bot.slack.progress import Progress
from bot.workflows.settle import Job, Result


class Counted:
    """One step of the plan that is many reads: "Reading 14 calls, 9 done"."""

    def __init__(self, progress: Progress, id: str, title: str, of: int, done: int = 0) -> None:
        self._progress, self._id, self._title, self._of, self._done = progress, id, title, of, done

    def show(self) -> None:
        """Say how far it has come; nothing is counted of a single read, nor before the first is in."""
        some = self._of > 1 and self._done
        self._progress.show(
            self._id, f"{self._title}, {self._done} done" if some else self._title, "in_progress"
        )

    def job(self, read: Job) -> Job:
        """The same read, counted once it is in. One that waits to be tried again is not."""

        async def counted(attempt: int) -> Result:
            result = await read(attempt)
            if result.get("retry_in") is None:
                self._done += 1
                self.show()
            return result

        return counted

"""A folder that a camera fills: what has stopped growing is kept."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tongxin_field.capture import MOST_BYTES, NoRoom, keep
from tongxin_field.queue import Kept, Queue

HALF = frozenset({".part", ".tmp", ".crdownload", ".partial", ".download"})
"""Endings of what is still being written."""
MOST = 50_000
"""Entries of one folder that are looked at."""

Look = tuple[int, int]
"""Size, and when it was changed (ns)."""
About = Callable[[Path], dict[str, Any]]


class Watch:
    """Two looks apart in time that see the same file make it ready. The camera's own is left where
    it is; the queue remembers which state of which file it has, also over a restart."""

    def __init__(
        self, queue: Queue, folder: Path, about: About, say: Callable[[str], None]
    ) -> None:
        self._queue, self._folder, self._about, self._say = queue, folder, about, say
        self._before: dict[Path, Look] = {}
        self.quiet = False
        """Whether the last look saw what the one before had seen, and nothing is left to keep."""

    def look(self) -> list[Kept]:
        """Keep what has stopped growing since the last look; what cannot be kept now is told and
        tried again. Raises: OSError (the folder itself)."""
        now = dict(_looked(self._folder))
        ready = [path for path, seen in now.items() if self._before.get(path) == seen]
        new = [path for path in ready if self._new(path, now[path])]
        kept = [one for path in new if (one := self._kept(path, now[path]))]
        self.quiet = len(ready) == len(now) and len(kept) == len(new)
        self._before = now
        return kept

    def _new(self, path: Path, seen: Look) -> bool:
        return not self._queue.saw(path, *seen)

    def _kept(self, path: Path, seen: Look) -> Kept | None:
        try:
            kept = keep(self._queue, path, self._about(path))
        except (NoRoom, OSError) as error:
            self._say(str(error))
            return None
        if kept.size == seen[0]:  # else it grew while it was read, and comes again
            self._queue.see(path, *seen, kept.id)
        return kept


def _looked(folder: Path) -> Iterator[tuple[Path, Look]]:
    with os.scandir(folder) as entries:
        for _, entry in zip(range(MOST), entries, strict=False):
            path = Path(entry.path)
            hidden = entry.name.startswith((".", "~")) or path.suffix.lower() in HALF
            if hidden or not entry.is_file(follow_symlinks=False):
                continue
            told = entry.stat()
            if 0 < told.st_size <= MOST_BYTES:
                yield path.resolve(), (told.st_size, told.st_mtime_ns)

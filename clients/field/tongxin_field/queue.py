"""The queue: one SQLite file of records, and beside it a folder with a copy of each kept file.

SQLite, because a record changes in several steps of which each must be whole, and is asked for by
its state; with a rollback journal and ``synchronous=EXTRA`` a commit has reached the disk, its
folder entry too. The bytes lie beside it: a film of 2 GiB never passes through memory or a journal.
"""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

KEPT, SENT, SEALED, REJECTED = "KEPT", "SENT", "SEALED", "REJECTED"
REFUSED, REMOVED = "REFUSED", "REMOVED"
UNFINISHED = (KEPT, SENT)
"""States that ``send`` goes on with. SENT: all bytes are there, and no receipt yet. REFUSED: the
server does not take the declaration, and a person must look."""
PATIENT = 30.0
"""Seconds that a write waits for another process's."""
SCHEMA = (
    """
    CREATE TABLE kept (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        same TEXT UNIQUE,
        told TEXT NOT NULL,
        state TEXT NOT NULL,
        kept_at TEXT NOT NULL,
        code TEXT NOT NULL DEFAULT '',
        detail TEXT NOT NULL DEFAULT '',
        receipt TEXT NOT NULL DEFAULT '',
        behind REAL,
        untimed INTEGER NOT NULL DEFAULT 0,
        changed_at TEXT NOT NULL
    );
    CREATE INDEX by_state ON kept (state, number);
    CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
    CREATE TABLE seen (path TEXT PRIMARY KEY, size INTEGER, changed INTEGER, id TEXT NOT NULL);
    """,
)
"""A step for each version; a queue of an older one is carried on, never made anew."""


class Busy(Exception):
    """Another process does this with the same queue."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """``told``: its declaration, as it was at capture. ``behind``: seconds by which the server's
    clock was ahead of this one at the first contact, None before; it corrects nothing.
    ``untimed``: declared without its time, which the server did not believe."""

    number: int
    id: str
    told: dict[str, Any]
    state: str
    kept_at: str
    code: str
    detail: str
    receipt: str
    behind: float | None
    untimed: bool

    @property
    def size(self) -> int:
        return int(self.told["size"])

    @property
    def declaration(self) -> dict[str, Any]:
        left = {"captured_at"} if self.untimed else set()
        return {"evidence": self.id} | {k: v for k, v in self.told.items() if k not in left}


FIELDS = tuple(Kept.__dataclass_fields__)


class Queue:
    """``folder`` is made where it is not there. Raises: OSError, sqlite3.Error."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self.files = self.folder / "files"
        self.files.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._base = sqlite3.connect(
            self.folder / "queue.sqlite", timeout=PATIENT, isolation_level=None
        )
        self._base.execute("PRAGMA journal_mode=DELETE")
        self._base.execute("PRAGMA synchronous=EXTRA")
        self._migrate()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._base.close()

    def _migrate(self) -> None:
        with self._whole():
            (version,) = self._base.execute("PRAGMA user_version").fetchone()
            for step in SCHEMA[version:]:
                for statement in filter(str.strip, step.split(";")):
                    self._base.execute(statement)
            self._base.execute(f"PRAGMA user_version={max(version, len(SCHEMA))}")

    @contextmanager
    def _whole(self) -> Iterator[None]:
        self._base.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._base.execute("ROLLBACK")
            raise
        self._base.execute("COMMIT")

    # -- one at a time --------------------------------------------------------------------------

    @contextmanager
    def alone(self, act: str) -> Iterator[None]:
        """As long as it lasts no other process does ``act``; ends with the process, however it
        ends. Raises: Busy."""
        with self._locked(act, "BEGIN EXCLUSIVE"):
            yield

    @contextmanager
    def among(self, act: str) -> Iterator[None]:
        """Many may at once, and nobody ``alone``. Waits. Raises: Busy."""
        with self._locked(act, "BEGIN", timeout=PATIENT) as lock:
            lock.execute("SELECT count(*) FROM sqlite_master").fetchone()
            yield

    @contextmanager
    def _locked(self, act: str, how: str, timeout: float = 0) -> Iterator[sqlite3.Connection]:
        path = self.folder / f"{act}.lock"
        with closing(sqlite3.connect(path, timeout=timeout, isolation_level=None)) as lock:
            try:
                lock.execute(how)
            except sqlite3.OperationalError as error:
                raise Busy(f"另一个程序正在使用这个队列（{act}）：{self.folder}") from error
            yield lock

    # -- records ---------------------------------------------------------------------------------

    def add(self, id: str, same: str, told: dict[str, Any]) -> Kept:
        """Write it down; the file must already lie safely at ``path_of(id)``.

        ``same``: digest of the content and of what it shall prove; another record of it is the
        answer, where there is one.
        """
        now = _now()
        with self._whole():
            self._base.execute(
                "INSERT INTO kept (id, same, told, state, kept_at, changed_at)"
                " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (same) DO NOTHING",
                (id, same, json.dumps(told, ensure_ascii=False), KEPT, now, now),
            )
            found = self._find("WHERE same = ?", same)
        return found[0]

    def _find(self, where: str, *values: object) -> list[Kept]:
        rows = self._base.execute(f"SELECT {', '.join(FIELDS)} FROM kept {where}", values)
        return [_kept(dict(zip(FIELDS, row, strict=True))) for row in rows]

    def get(self, id: str) -> Kept:
        """By its id, or by a beginning that no other has. Raises: KeyError."""
        found = self._find("WHERE id LIKE ? || '%' ESCAPE '\\' LIMIT 2", id.replace("%", ""))
        if len(found) != 1:
            raise KeyError(id)
        return found[0]

    def all(self) -> list[Kept]:
        return self._find("ORDER BY number")

    def unfinished(self) -> list[Kept]:
        """In the order of their capture, by the queue's own counter and no clock."""
        return self._find("WHERE state IN (?, ?) ORDER BY number", *UNFINISHED)

    def change(self, kept: Kept, **new: Any) -> bool:
        """Whether it was written: not where its state is another since it was looked at."""
        new["changed_at"] = _now()
        names = ", ".join(f"{name} = ?" for name in new)
        with self._whole():
            done = self._base.execute(
                f"UPDATE kept SET {names} WHERE id = ? AND state = ?",
                (*new.values(), kept.id, kept.state),
            )
        return done.rowcount == 1

    def remove(self, kept: Kept, reason: str) -> bool:
        """Give a file up; its record stays, with the reason."""
        done = self.change(kept, state=REMOVED, same=None, code="removed", detail=reason)
        if done:
            self.drop(kept.id)
        return done

    # -- files -----------------------------------------------------------------------------------

    def path_of(self, id: str) -> Path:
        return self.files / id

    def drop(self, id: str) -> None:
        self.path_of(id).unlink(missing_ok=True)

    def tidy(self, *, rejected: bool = False) -> None:
        """Delete what a crash has left: copies of which nothing was written down (their capture
        was not confirmed), and of files whose receipt is already in the record."""
        done = {SEALED, REMOVED, *((REJECTED,) if rejected else ())}
        with self.alone("adding"):
            needed = {kept.id for kept in self.all() if kept.state not in done}
            for path in self.files.iterdir():
                if path.name not in needed:
                    path.unlink()

    # -- settings, and what a watched folder held ------------------------------------------------

    def setting(self, name: str) -> Any:
        """None where it was never set."""
        row = self._base.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return json.loads(row[0]) if row else None

    def set(self, name: str, value: Any) -> None:
        with self._whole():
            self._base.execute(
                "INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, json.dumps(value))
            )

    def saw(self, path: Path, size: int, changed: int) -> bool:
        """Whether this very state of a file was kept already."""
        row = self._base.execute(
            "SELECT 1 FROM seen WHERE path = ? AND size = ? AND changed = ?",
            (str(path), size, changed),
        )
        return row.fetchone() is not None

    def see(self, path: Path, size: int, changed: int, id: str) -> None:
        with self._whole():
            values = (str(path), size, changed, id)
            self._base.execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?)", values)


def _kept(row: dict[str, Any]) -> Kept:
    return Kept(**row | {"told": json.loads(row["told"]), "untimed": bool(row["untimed"])})


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def settle_folder(path: Path) -> None:
    """A new name in a folder is on the disk only when the folder is. Windows keeps its own."""
    if os.name == "nt":
        return
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)

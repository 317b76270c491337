"""SecantusDB that tells with every answer how many documents it read for it, as ``examined``.

Run by the tool's own Python, with the arguments of ``secantusd-py``.
"""

import sys
import threading
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

HERE = threading.local()
"""``read``: documents that this thread's command has read so far."""


def scanned(scan: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    def counting(*about: Any) -> Iterator[Any]:
        for row in scan(*about):
            HERE.read = getattr(HERE, "read", 0) + 1
            yield row

    return counting


def fetched(fetch: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
    """All that it gives was read, whether by an index or by a scan."""

    def counting(*about: Any) -> list[Any]:
        before = getattr(HERE, "read", 0)
        rows = fetch(*about)
        HERE.read = before + len(rows)
        return rows

    return counting


def telling(dispatch: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    def answering(*about: Any) -> dict[str, Any]:
        HERE.read = 0
        return {**dispatch(*about), "examined": HERE.read}

    return answering


def main() -> None:
    storage: Any = import_module("secantus.storage").Storage
    server: Any = import_module("secantus.server")
    storage._scan_docs = scanned(storage._scan_docs)
    storage._docs_by_recordids = fetched(storage._docs_by_recordids)
    storage._candidates_iter = fetched(storage._candidates_iter)
    server.dispatch = telling(server.dispatch)
    sys.exit(import_module("secantus.cli").main())


if __name__ == "__main__":
    main()

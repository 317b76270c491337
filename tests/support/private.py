"""Whether files are their owner's alone."""

import stat
from pathlib import Path

OTHERS = stat.S_IRWXG | stat.S_IRWXO
STORE_SETS_ITSELF = ".vif"
"""SeaweedFS gives the descriptions of its volumes their mode by itself; their folder is closed."""


def open_to_others(home: Path) -> list[str]:
    """What in a folder, itself among it, others than its owner may read, write or enter.

    Raises: AssertionError where there is nothing to look at.
    """
    paths = [home, *home.rglob("*")]
    assert len(paths) > 1, f"{home} is empty"
    return sorted(str(path.relative_to(home)) for path in paths if _is_open(path))


def _is_open(path: Path) -> bool:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return False  # a server's temporary file
    spared = stat.S_ISLNK(mode) or path.suffix == STORE_SETS_ITSELF
    return bool(mode & OTHERS) and not spared

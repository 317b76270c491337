"""The environments of processes, as files: NAME=value lines, one file for each process."""

from collections.abc import Mapping
from pathlib import Path

from infra.deploy import Environment


def write(folder: Path, environments: Mapping[str, Mapping[str, str]]) -> None:
    """``<process>.env`` for each, readable by its owner only."""
    folder.mkdir(parents=True, exist_ok=True)
    for process, environment in environments.items():
        file = folder / f"{process}.env"
        file.touch(mode=0o600)
        file.write_text("".join(f"{name}={value}\n" for name, value in environment.items()))


def names(folder: Path) -> list[str]:
    """The processes that have one here."""
    return sorted(file.stem for file in folder.glob("*.env"))


def read(folder: Path, process: str) -> Environment:
    """Raises: FileNotFoundError."""
    lines = (folder / f"{process}.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines)

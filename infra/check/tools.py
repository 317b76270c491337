"""Checking tools that do not come from the Python package index."""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from infra.local.programs import TOOLS, Missing, find

ASYNCAPI_PARSER = "@asyncapi/parser@3.6.6"
NODE = TOOLS / "node"
PROMETHEUS = TOOLS / "prometheus"
INSTALL_WITHIN = 300  # seconds


def node_with_parser() -> Path:
    """node, with the AsyncAPI parser under .local/tools/node. Raises: Missing."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        raise Missing("node and npm are missing; install them with: sudo apt-get install npm")
    package = NODE / "node_modules" / "@asyncapi" / "parser" / "package.json"
    wanted = ASYNCAPI_PARSER.rpartition("@")[2]
    if not package.exists() or json.loads(package.read_text())["version"] != wanted:
        NODE.mkdir(parents=True, exist_ok=True)
        command = [npm, "install", "--prefix", str(NODE), "--no-save", "--ignore-scripts"]
        _run([*command, ASYNCAPI_PARSER], "npm")
    return Path(node)


def promtool() -> Path:
    """promtool: the installed one, else taken out of Debian's prometheus package, which would start
    a server when installed. Raises: Missing."""
    if found := find("promtool", str(PROMETHEUS / "usr" / "bin")):
        return found
    if not shutil.which("apt-get") or not shutil.which("dpkg"):
        raise Missing("promtool is missing; it comes with Prometheus (prometheus.io)")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        _run(["apt-get", "download", "prometheus"], "apt-get", cwd=folder)
        (package,) = Path(folder).glob("prometheus_*.deb")
        PROMETHEUS.mkdir(parents=True, exist_ok=True)
        _run(["dpkg", "-x", str(package), str(PROMETHEUS)], "dpkg")
    return PROMETHEUS / "usr" / "bin" / "promtool"


def _run(command: list[str], name: str, cwd: str | None = None) -> None:
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, timeout=INSTALL_WITHIN, check=False
    )
    if done.returncode:
        raise Missing(f"{name} failed: {' '.join(command)}\n{done.stderr.strip()[-1000:]}")

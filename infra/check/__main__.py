"""``python -m infra.check [name …]``: run all checks, or the named ones; a line for each."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from infra.check import tools
from infra.local.programs import ROOT, Missing, find

BIN = Path(sys.executable).parent
TIMEOUT = 300  # seconds for one check

Command = list[str]


def own(program: str, *arguments: str) -> Command:
    """A program of our environment. Raises: Missing."""
    if not (found := find(program, str(BIN))):
        raise Missing(f"{program} is missing; install it with: uv sync --frozen")
    return [str(found), *arguments]


def python(*arguments: str) -> Command:
    return [sys.executable, *arguments]


def files(pattern: str) -> list[str]:
    """Raises: FileNotFoundError: a check must never pass because there was nothing to check."""
    found = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob(pattern))
    if not found:
        raise FileNotFoundError(f"no file {pattern}")
    return found


def asyncapi() -> Command:
    node = tools.node_with_parser()
    return [
        str(node),
        "infra/check/asyncapi.mjs",
        str(tools.NODE),
        *files("contracts/**/asyncapi*.json"),
    ]


def promtool(*arguments: str) -> Command:
    return [str(tools.promtool()), *arguments]


CHECKS: dict[str, Callable[[], Command]] = {
    "lint": lambda: own("ruff", "check"),
    "format": lambda: own("ruff", "format", "--check", "--quiet"),
    "types": lambda: own("mypy"),
    "boundaries": lambda: own("lint-imports"),
    "purity": lambda: python("-m", "infra.check.purity"),
    "names": lambda: python("-m", "infra.check.names"),
    "contracts": lambda: python("-W", "ignore", "-m", "infra.generate", "--check"),
    "asyncapi": asyncapi,
    "dockerfile": lambda: own("hadolint", *files("infra/Dockerfile")),
    "compose": lambda: own(
        *("docker-compose", "-f", *files("infra/compose.yml"), "-f", *files("infra/compose/*.yml")),
        *("config", "--quiet", "--no-interpolate"),
    ),
    "compose schema": lambda: own(
        "check-jsonschema", "--builtin-schema", "vendor.compose-spec", *files("infra/compose.yml")
    ),
    "prometheus": lambda: promtool("check", "config", *files("infra/prometheus/prometheus.yml")),
    "alerts": lambda: promtool("check", "rules", *files("infra/prometheus/rules/*.yml")),
    "alert tests": lambda: promtool("test", "rules", *files("infra/prometheus/tests/*.yml")),
}


def run(name: str) -> bool:
    """Run one check and print its line; what it says only where it fails."""
    start = time.monotonic()
    try:
        done = subprocess.run(
            CHECKS[name](), cwd=ROOT, capture_output=True, text=True, timeout=TIMEOUT, check=False
        )
        good, said = done.returncode == 0, done.stdout + done.stderr
    except (Missing, OSError, subprocess.TimeoutExpired) as fault:
        good, said = False, str(fault)
    print(f"{'ok  ' if good else 'FAIL'} {name}  ({time.monotonic() - start:.1f} s)", flush=True)
    if not good:
        print("\n".join(f"     {line}" for line in said.strip().splitlines()), flush=True)
    return good


def main() -> int:
    wanted = sys.argv[1:] or list(CHECKS)
    if unknown := set(wanted) - set(CHECKS):
        print(f"no such check: {', '.join(sorted(unknown))}; there are: {', '.join(CHECKS)}")
        return 2
    failed = [name for name in wanted if not run(name)]
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())

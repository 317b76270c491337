"""What ``/health/live`` and ``/health/ready`` answer, the same from every process."""

from collections.abc import Mapping
from typing import Any

OK = "ok"
LIVE = {"status": "live"}


def readiness(checks: Mapping[str, str], *, stopping: bool) -> tuple[int, dict[str, Any]]:
    """HTTP status and body. ``checks``: what the process stands on → OK or its fault."""
    ready = bool(checks) and set(checks.values()) == {OK} and not stopping
    status = "ready" if ready else "stopping" if stopping else "not ready"
    return 200 if ready else 503, {"status": status, "checks": dict(checks)}

"""Health and metrics of the services, asked at their health addresses, each with a time-out."""

import asyncio
import http.client
import json
from typing import NamedTuple

from prometheus_client.parser import text_string_to_metric_families

SECONDS = 2.0
"""How long one address may take."""
BUILD = "tongxin_build_info"
LARGEST = 4 * 1024 * 1024
"""Bytes of an answer that are read."""


class Seen(NamedTuple):
    """``fault``: why nothing can be said; ``checks``: "ok" or the fault of each; ``figures``: the
    sum of each metric over its labels."""

    name: str
    fault: str
    ready: bool
    checks: dict[str, str]
    figures: dict[str, float]
    version: str = ""


async def seen(name: str, address: str) -> Seen:
    return await asyncio.to_thread(_seen, name, address)


def _seen(name: str, address: str) -> Seen:
    try:
        status, health = _get(address, "/health/ready")
        checks = json.loads(health)["checks"]
        _, told = _get(address, "/metrics")
        found, version = figures(told.decode())
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError) as fault:
        return Seen(name, f"{type(fault).__name__}: {fault}"[:200], False, {}, {})
    return Seen(
        name, "", status == 200, {str(k): str(v)[:200] for k, v in checks.items()}, found, version
    )


def _get(address: str, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(address, timeout=SECONDS)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read(LARGEST)
    finally:
        connection.close()


def figures(told: str) -> tuple[dict[str, float], str]:
    """Each sample's name → the sum over its labels; and the version. Raises: ValueError where it is
    no such text."""
    found: dict[str, float] = {}
    version = ""
    for family in text_string_to_metric_families(told):
        for sample in family.samples:
            found[sample.name] = found.get(sample.name, 0.0) + sample.value
            if sample.name == BUILD:
                version = sample.labels.get("version", "")[:40]
    return found, version

"""``python -m tongxin.dossiers URL ACCOUNT DISTRICT FILE``: a dossier (迎检档案), made and got.

The password is taken from TONGXIN_PASSWORD. Without ``--snapshot`` it is of the newest one.
Started again after a break it goes on with the bytes that are missing. Exit codes: 0 it is there,
1 it was not bound (each reason is a line), 2 the instance refuses or is away.
"""

import argparse
import os
import sys
import time
from pathlib import Path
from typing import Any

import httpx

from tongxin.client import PAUSE, Tongxin
from tongxin.problems import TongxinError

THERE, NOT_BOUND, REFUSED = 0, 1, 2
WAIT = 3600.0
"""Seconds that binding may take."""


def bound(city: Tongxin, district: str, snapshot: str = "", item: str = "") -> dict[str, Any]:
    """The dossier once nobody binds it any more: its ``state`` says how that ended.

    Raises: TongxinError, LookupError (no snapshot), TimeoutError.
    """
    if not snapshot:
        snapshots = city.page("/snapshots")["items"]
        if not snapshots:
            raise LookupError("no snapshot was frozen yet")
        snapshot = snapshots[0]["snapshot"]
    body = {"district": district, "snapshot": snapshot, **({"item": item} if item else {})}
    end = time.monotonic() + WAIT
    told: dict[str, Any] = city.give("/dossiers", body)
    while told["state"] == "building":
        if time.monotonic() > end:
            raise TimeoutError(f"{told['dossier']}: {told['done']} of {told['items']} are bound")
        time.sleep(PAUSE)
        told = city.get(f"/dossiers/{told['dossier']}")
    return told


def fetched(city: Tongxin, dossier: dict[str, Any], file: Path) -> None:
    """Into ``file``; what a break has left lies beside it and is gone on with.

    Raises: TongxinError, httpx.TransportError (it stays away).
    """
    part = file.with_name(f"{file.name}.{dossier['dossier'][:8]}.part")
    city.fetch(f"/dossiers/{dossier['dossier']}/file", part, dossier["size"])
    part.replace(file)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tongxin.dossiers", description=__doc__)
    parser.add_argument("url")
    parser.add_argument("account")
    parser.add_argument("district")
    parser.add_argument("file", type=Path)
    parser.add_argument("--snapshot", default="", help="its id; else the newest")
    parser.add_argument("--item", default="", help="of one item alone, B04")
    asked = parser.parse_args(arguments)
    with Tongxin(asked.url) as city:
        try:
            city.sign_in(asked.account, os.environ.get("TONGXIN_PASSWORD", ""))
            told = bound(city, asked.district, asked.snapshot, asked.item)
            if told["state"] != "ready":
                reasons = told["faults"] or [told["why"]]
                sys.stderr.write("".join(f"{one}\n" for one in reasons))
                return NOT_BOUND
            fetched(city, told, asked.file)
        except (TongxinError, httpx.HTTPError, LookupError, OSError) as fault:
            sys.stderr.write(f"{type(fault).__name__}: {fault}\n")
            return REFUSED
    for one in told["missing"]:
        sys.stdout.write(f"{one['item']} {one['what']}（{one['lead']}）\n")
    sys.stdout.write(f"{asked.file}: {told['files']} files, {told['size']} bytes, {told['code']}\n")
    return THERE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

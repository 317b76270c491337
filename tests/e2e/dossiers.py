"""A dossier as whoever receives it has it: ordered, fetched, cut off, unpacked, checked."""

import io
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx

from infra.demo import city
from infra.demo.api import Api
from tests.support.running import Running
from tests.support.waiting import eventually

SECONDS = 60


class Office:
    """An office, or anybody else of the demonstration, at a gateway."""

    def __init__(self, gateway: Running, account: str) -> None:
        self.url = "http://" + gateway.env["TONGXIN_HTTP_ADDRESS"]
        with closing(Api(self.url, "dossiers")) as stranger:
            self.api = stranger.sign_in(account, city.PASSWORD)
        headers = {"Authorization": f"Bearer {self.api.token}"}
        self.http = httpx.Client(base_url=f"{self.url}/api/v1", headers=headers, timeout=SECONDS)

    def snapshot(self) -> str:
        found: str = self.api.get("/snapshots")["items"][0]["snapshot"]
        return found

    def order(self, district: str, item: str = "") -> dict[str, Any]:
        body = {"district": district, "snapshot": self.snapshot()}
        return self.api.post(
            f"{district} {item}", "/dossiers", **body, **({"item": item} if item else {})
        )

    def ended(self, id: str) -> dict[str, Any]:
        """The dossier, once nobody binds it any more."""

        def told() -> dict[str, Any] | None:
            found = self.api.get(f"/dossiers/{id}")
            return found if found["state"] != "building" else None

        return eventually(told, SECONDS)

    def part(self, id: str, first: int, end: int, tag: str = "") -> httpx.Response:
        """Bytes ``first`` to ``end`` (not included)."""
        headers = {"Range": f"bytes={first}-{end - 1}"} | ({"If-Range": tag} if tag else {})
        return self.http.get(f"/dossiers/{id}/file", headers=headers)

    def whole(self, id: str) -> httpx.Response:
        return self.http.get(f"/dossiers/{id}/file").raise_for_status()

    def close(self) -> None:
        self.api.close()
        self.http.close()


def unpacked(raw: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(raw)) as opened:
        assert opened.testzip() is None
        opened.extractall(folder)
    return folder


def checked(folder: Path, *words: str) -> tuple[int, str]:
    """What its own verifier says, with nothing of ours beside it."""
    command = [sys.executable, "-I", "核验.py", *words]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    return done.returncode, done.stdout + done.stderr


def summed(folder: Path) -> int:
    command = ["sha256sum", "--quiet", "-c", "SHA256SUMS"]
    return subprocess.run(
        command, cwd=folder, capture_output=True, timeout=SECONDS, check=False
    ).returncode

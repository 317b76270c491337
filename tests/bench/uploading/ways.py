"""The ways, each a function that sends one file and returns when that way says it is safe."""

import base64
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from infra.demo import uploads
from infra.demo.api import Api
from infra.demo.uploads import File
from infra.deploy import objects
from infra.local import ports
from infra.local.programs import LOCAL, ROOT
from tests.support.stack import Stack
from tests.support.waiting import eventually

HERE = Path(__file__).parent
TUS = LOCAL / "tools" / "bench-tus"
SECONDS = 120

Way = Callable[[File], None]


class Ways:
    """``api``: of somebody who may declare files. ``pids``: of the processes that are rivals'."""

    def __init__(self, stack: Stack, api: Api) -> None:
        self._stack, self._api = stack, api
        self._http = httpx.Client(timeout=SECONDS, limits=httpx.Limits(max_connections=64))
        backing = stack.backing
        self._signer = objects.client(backing.s3, backing.s3_access_key, backing.s3_secret_key)
        self._open = ExitStack()
        self._open.callback(self._http.close)
        self.pids: dict[str, int] = {}
        self._streaming = self._rival("streaming endpoint", sys.executable, HERE / "streaming.py")
        self._tus = self._rival("tus server", "node", _tus())

    def close(self) -> None:
        self._open.close()

    def all(self) -> dict[str, Way]:
        return {
            "direct PUT": self.direct,
            "direct PUT, checksum": self.checked,
            "ours → STORED": self.stored,
            "ours → SEALED": self.sealed,
            "streaming endpoint": self.streamed,
            "tus server": self.tus,
        }

    def direct(self, file: File) -> None:
        self._http.put(self._address(), content=file.body).raise_for_status()

    def checked(self, file: File) -> None:
        digest = base64.b64encode(hashlib.sha256(file.body).digest()).decode()
        checksum = {"x-amz-checksum-sha256": digest}
        address = self._address(ChecksumSHA256=digest)
        self._http.put(address, content=file.body, headers=checksum).raise_for_status()

    def stored(self, file: File) -> None:
        uploads.hand_over(self._api, file)

    def sealed(self, file: File) -> None:
        found = uploads.upload(self._api, file)
        assert found["state"] == "SEALED", found

    def streamed(self, file: File) -> None:
        to = {"to": self._address()}
        self._http.put(f"{self._streaming}/files", params=to, content=file.body).raise_for_status()

    def tus(self, file: File) -> None:
        version = {"Tus-Resumable": "1.0.0"}
        length = {"Upload-Length": str(len(file.body))}
        made = self._http.post(f"{self._tus}/files", headers=version | length).raise_for_status()
        more = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
        self._http.patch(
            made.headers["location"], content=file.body, headers=version | more
        ).raise_for_status()

    def _address(self, **signed: str) -> str:
        params = {"Bucket": self._stack.bucket, "Key": f"bench/{uuid4()}", **signed}
        return str(self._signer.generate_presigned_url("put_object", Params=params))

    def _rival(self, name: str, *command: Any) -> str:
        port = ports.choose()
        backing = self._stack.backing
        given = {
            "BENCH_PORT": str(port),
            "BENCH_STORE": backing.s3,
            "BENCH_BUCKET": self._stack.bucket,
            "BENCH_KEY": backing.s3_access_key,
            "BENCH_SECRET": backing.s3_secret_key,
        }
        self.pids[name] = self._open.enter_context(_process(list(map(str, command)), given))
        base = f"http://127.0.0.1:{port}"
        eventually(lambda: _answers(base))
        return base


def _answers(base: str) -> bool:
    try:
        return httpx.options(base + "/files").status_code > 0
    except httpx.TransportError:
        return False


@contextmanager
def _process(command: list[str], given: dict[str, str]) -> Iterator[int]:
    env = os.environ | given | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=env) as process:
        try:
            yield process.pid
        finally:
            process.kill()


def _tus() -> Path:
    """Its server, beside the packages that npm has for it."""
    TUS.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", "server.mjs"):
        (TUS / name).write_bytes((HERE / "tus" / name).read_bytes())
    npm = ["npm", "ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
    subprocess.run(npm, cwd=TUS, check=True, timeout=300)
    return TUS / "server.mjs"

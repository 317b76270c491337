"""The object store's inner ports and the files of the local stack: other people of the same machine
get nothing through them, and the store's own administrator does."""

import io
import socket
import ssl
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from minio.commonconfig import GOVERNANCE
from minio.retention import Retention

from infra.deploy import inner
from infra.local.ports import Ports
from infra.local.programs import TOOLS
from tests.support.private import open_to_others
from tests.support.stack import GATEWAY, Stack

SERVICES = ["services.evidence.service:Evidence"]
KEY = "sealed.jpg"
GIVES_UP = 6  # seconds: without the key the shell tries again and again
ANSWERS_WITHIN = 40  # seconds


@pytest.fixture(scope="module")
def sealed(own_stack: Stack) -> str:
    """The place of a locked object, as the store's inner parts call it."""
    until = datetime.now(UTC) + timedelta(days=1)
    own_stack.s3.put_object(
        own_stack.bucket, KEY, io.BytesIO(b"abc"), 3, retention=Retention(GOVERNANCE, until)
    )
    return f"/buckets/{own_stack.bucket}"


def ports(stack: Stack) -> Ports:
    return Ports(stack.backing.home / "ports.json")


def shell(stack: Stack, folder: Path, *commands: str, within: float = ANSWERS_WITHIN) -> str:
    """What weed's shell says in a folder, to whoever may read what is there."""
    of = ports(stack)
    addresses = [f"-{p}=127.0.0.1:{of[p]}.{of[f'{p}-grpc']}" for p in ("master", "filer")]
    try:
        done = subprocess.run(
            [str(TOOLS / "bin" / "weed"), "shell", *addresses],
            input="".join(f"{command}\n" for command in commands),
            cwd=folder,
            env={"HOME": str(folder), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            timeout=within,
            check=False,
        )
    except subprocess.TimeoutExpired as silence:
        said = (silence.stdout or b"", silence.stderr or b"")
        return b"".join(said).decode(errors="replace")
    return done.stdout + done.stderr


def is_there(stack: Stack) -> bool:
    answer = stack.s3.get_object(stack.bucket, KEY)
    try:
        return bool(answer.read() == b"abc")
    finally:
        answer.close()
        answer.release_conn()


@pytest.fixture(params=["no key", "a key of one's own authority"])
def stranger(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder as another person of this machine has it."""
    if request.param != "no key":
        inner.write(tmp_path)
    return tmp_path


def test_a_stranger_reads_no_secret_and_deletes_nothing_that_is_locked(
    own_stack: Stack, sealed: str, stranger: Path
) -> None:
    tries = ("s3.configure", f"fs.ls {sealed}", f"fs.rm -r {sealed}", f"fs.ls {sealed}")
    said = shell(own_stack, stranger, *tries, within=GIVES_UP)
    assert own_stack.backing.s3_secret_key not in said and "credentials" not in said
    assert KEY not in said
    assert is_there(own_stack)


def test_who_has_the_key_reaches_the_inner_ports(own_stack: Stack, sealed: str) -> None:
    home = own_stack.backing.home / "objects"
    assert KEY in shell(own_stack, home, f"fs.ls {sealed}")


def test_every_inner_grpc_port_asks_for_a_certificate(own_stack: Stack, sealed: str) -> None:
    anyone = ssl.create_default_context()
    anyone.check_hostname, anyone.verify_mode = False, ssl.CERT_NONE
    anyone.set_alpn_protocols(["h2"])
    for part in ("master-grpc", "volume-grpc", "filer-grpc", "s3-grpc"):
        with pytest.raises(ssl.SSLError, match="certificate required"):
            ask(ports(own_stack)[part], anyone)


def ask(port: int, context: ssl.SSLContext) -> bytes:
    with (
        socket.create_connection(("127.0.0.1", port), timeout=5) as plain,
        context.wrap_socket(plain) as sock,
    ):
        return sock.recv(1)


def test_a_second_start_keeps_the_keys(own_stack: Stack) -> None:
    home = own_stack.backing.home / "objects"
    before = (home / "security.toml").read_bytes()
    inner.write(home)
    assert (home / "security.toml").read_bytes() == before


def test_nothing_of_the_local_stack_can_be_read_by_others(own_stack: Stack, sealed: str) -> None:
    own_stack.mongo("tasks").things.insert_one({"_id": 1})
    own_stack.start("gateway").wait_ready()
    assert open_to_others(own_stack.backing.home) == []


def test_no_secret_stands_in_an_argument_list(own_stack: Stack) -> None:
    own_stack.start("gateway").wait_ready()
    listed = [words for file in Path("/proc").glob("[0-9]*/cmdline") if (words := arguments(file))]
    assert sum(str(own_stack.backing.home) in words for words in listed) >= 2
    for secret in secrets_of(own_stack):
        assert not [words for words in listed if secret in words]


def arguments(file: Path) -> str:
    try:
        return file.read_bytes().decode(errors="replace")
    except OSError:
        return ""  # it has ended


def secrets_of(stack: Stack) -> set[str]:
    admin = stack.backing
    urls = [
        admin.amqp,
        admin.mongo,
        *stack.env("gateway").values(),
        *stack.env("evidence").values(),
    ]
    passwords = {urlsplit(url).password or "" for url in urls if "://" in url}
    keys = {admin.secret, admin.s3_secret_key, stack.env("evidence")["TONGXIN_S3_SECRET_KEY"]}
    return (passwords | keys | {GATEWAY["TONGXIN_TOKEN_SECRET"]}) - {""}

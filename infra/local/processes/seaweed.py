"""SeaweedFS as one process: an S3 store on one machine."""

import json
from collections.abc import Mapping
from pathlib import Path

import yaml

from infra.deploy import inner
from infra.deploy.objects import ADMIN, identities
from infra.local import probes
from infra.local.ports import Ports
from infra.local.process import Process
from infra.local.programs import COMPOSE, SEAWEED, Say, tool

# Every inner port is named, with its gRPC twin: the defaults would meet another instance's.
INNER = ("master", "volume", "filer", "s3")


def seaweed(
    home: Path, ports: Ports, keys: dict[str, tuple[str, str]], *, usual: bool, say: Say
) -> Process:
    """Describe (not start) the object store in `home`; write its identities.

    Args:
        keys: access key and secret key of `ADMIN` and of each service that keeps objects.

    Raises: Missing.
    """
    server = tool(SEAWEED, "weed", say)
    process = Process("objects", home, [], {}, lambda: False)
    held = process.alive
    s3 = ports.of("s3", usual=8333 if usual else None, held=held)
    # Sockets by a relative name: a whole path may be longer than a socket's name can be.
    own = {
        "dir": str(home / "data"),
        "s3.config": str(home / "s3.json"),
        "s3.ip.bind": "127.0.0.1",
        "s3.port": str(s3),
        "filer.localSocket": "filer.sock",
        "s3.localSocket": "s3.sock",
    }
    own |= {f"{part}.port": str(ports.of(part, held=held)) for part in INNER if part != "s3"}
    own |= {f"{part}.port.grpc": str(ports.of(f"{part}-grpc", held=held)) for part in INNER}
    (home / "data").mkdir(parents=True, exist_ok=True)
    inner.write(home)
    config = home / "s3.json"
    config.touch(mode=0o600)
    config.write_text(json.dumps(identities(keys)))
    process.env = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(home)}
    process.argv = [str(server), *flags(own)]
    address = f"http://127.0.0.1:{s3}"
    process.answers = lambda: probes.s3(address, *keys[ADMIN])
    process.stop_within = 8  # it stops slowly; killing it loses nothing
    return process


def flags(own: Mapping[str, str]) -> list[str]:
    """infra/compose.yml's words, but for this machine's own folders and ports."""
    words = yaml.safe_load(COMPOSE.read_text())["services"]["seaweedfs"]["command"].split()
    kept = (word for word in words if word.lstrip("-").partition("=")[0] not in own)
    return [*kept, *(f"-{name}={value}" for name, value in own.items())]

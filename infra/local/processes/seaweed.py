"""SeaweedFS as one process: an S3 store on one machine."""

import json
from pathlib import Path

from infra.deploy import inner
from infra.deploy.objects import ADMIN, identities
from infra.local import probes
from infra.local.ports import Ports
from infra.local.process import Process
from infra.local.programs import SEAWEED, Say, tool

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
    chosen = {f"{part}.port": ports.of(part, held=held) for part in INNER if part != "s3"}
    chosen |= {f"{part}.port.grpc": ports.of(f"{part}-grpc", held=held) for part in INNER}
    chosen["s3.port"] = s3
    (home / "data").mkdir(parents=True, exist_ok=True)
    inner.write(home)
    config = home / "s3.json"
    config.touch(mode=0o600)
    config.write_text(json.dumps(identities(keys)))
    process.env = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(home)}
    process.argv = [str(server), *_flags(home), *(f"-{k}={v}" for k, v in chosen.items())]
    address = f"http://127.0.0.1:{s3}"
    process.answers = lambda: probes.s3(address, *keys[ADMIN])
    process.stop_within = 8  # it stops slowly; killing it loses nothing
    return process


def _flags(home: Path) -> list[str]:
    # Sockets by a relative name: a whole path may be longer than a socket's name can be.
    # -disableHttp closes the inner ports to HTTP, security.toml in `home` to gRPC, also on the
    # sockets that it makes in /tmp; without both they delete locked objects with no key at all.
    return [
        *("-logtostderr=true", "server", f"-dir={home / 'data'}", "-ip=127.0.0.1"),
        *("-ip.bind=127.0.0.1", "-disableHttp", "-master.telemetry=false", "-master.peers=none"),
        *("-master.volumeSizeLimitMB=1024", "-volume.max=0", "-volume.minFreeSpace=2GiB"),
        *(
            "-volume.index=leveldb",
            "-volume.preStopSeconds=1",
            "-filer",
            "-filer.disableDirListing",
        ),
        *("-filer.exposeDirectoryData=false", "-filer.localSocket=filer.sock"),
        *("-s3", f"-s3.config={home / 's3.json'}", "-s3.iam=false", "-s3.autoCreateBucket=false"),
        *("-s3.allowDeleteBucketNotEmpty=false", "-s3.port.iceberg=0", "-s3.port.lance=0"),
        "-s3.localSocket=s3.sock",
    ]

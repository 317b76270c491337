"""``python -m infra.deploy [definitions.json]``: prepare the backing services named by
``TONGXIN_BACKING_*`` and say, or write, the environment that each service gets.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any
from urllib.error import URLError

from botocore.exceptions import BotoCoreError
from pymongo.errors import AutoReconnect

from infra.deploy import Environment, deploy, environments
from infra.deploy.admin import Admin, BadSetting, from_environment
from infra.deploy.broker import OtherTopology

DEFINITIONS = Path(__file__).parents[1] / "rabbitmq" / "definitions.json"
PAUSE = 1  # seconds between two tries while a server is away

# A server that is not there yet. What it refuses is not among them: that stays refused.
AWAY = (URLError, ConnectionError, TimeoutError, AutoReconnect, BotoCoreError)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.deploy", description=__doc__)
    parser.add_argument("definitions", type=Path, nargs="?", default=DEFINITIONS)
    parser.add_argument("--vhost", default="tongxin")
    parser.add_argument("--database-prefix", default="tongxin", help="database: PREFIX_SERVICE")
    parser.add_argument("--bucket", default="tongxin")
    parser.add_argument(
        "--origin", action="append", help="web address whose pages may upload; may be repeated"
    )
    parser.add_argument("--env-dir", type=Path, help="write SERVICE.env files into this folder")
    parser.add_argument(
        "--keys-file", type=Path, help="write every signer's public key into this file"
    )
    parser.add_argument(
        "--wait", type=float, default=60, metavar="SECONDS", help="for servers that are away"
    )
    return parser.parse_args()


def deploy_when_there(admin: Admin, wait: float, **what: Any) -> dict[str, Environment]:
    """Deploy; try again for `wait` seconds while a server is away, and say which."""
    end = time.monotonic() + wait
    while True:
        try:
            return deploy(admin, **what)
        except AWAY as error:
            if time.monotonic() > end:
                raise
            print(f"waiting for a backing service: {error}", file=sys.stderr, flush=True)
            time.sleep(PAUSE)


def main() -> int:
    wanted = arguments()
    try:
        admin = from_environment(os.environ)
    except BadSetting as fault:
        print(fault, file=sys.stderr)
        return os.EX_CONFIG
    try:
        found = deploy_when_there(
            admin,
            wanted.wait,
            vhost=wanted.vhost,
            database_prefix=wanted.database_prefix,
            bucket=wanted.bucket,
            definitions=json.loads(wanted.definitions.read_text()),
            origins=wanted.origin,
        )
    except (OtherTopology, *AWAY) as fault:
        print(fault, file=sys.stderr)
        return 1
    if wanted.env_dir:
        environments.write(wanted.env_dir, found)
    if wanted.keys_file:
        wanted.keys_file.write_text(found["gateway"]["TONGXIN_TRUSTED_KEYS"] + "\n")
    print(f"deployed for {', '.join(found)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""``python -m infra.deploy.identities``: print SeaweedFS's identities file (s3.json).

It must be there before the store starts. Keys: ``TONGXIN_BACKING_S3_ACCESS_KEY`` and
``…_SECRET_KEY`` of the administrator, ``TONGXIN_BACKING_S3_EVIDENCE_ACCESS_KEY`` and
``…_SECRET_KEY`` of the service. ``TONGXIN_BUCKET`` (default tongxin) is the bucket it may use.
"""

import json
import os
import sys
from collections.abc import Mapping

from infra.deploy.admin import PREFIX, BadSetting
from infra.deploy.objects import ADMIN, POLICIES, identities


def key_of(environ: Mapping[str, str], identity: str) -> tuple[str, str]:
    """Access key and secret key of an identity. Raises: BadSetting."""
    middle = "" if identity == ADMIN else f"{identity.upper()}_"
    names = [f"{PREFIX}S3_{middle}{part}" for part in ("ACCESS_KEY", "SECRET_KEY")]
    missing = [name for name in names if not environ.get(name)]
    if missing:
        raise BadSetting(f"{missing[0]} is not set; example: {missing[0]}=change-me")
    access, secret = (environ[name] for name in names)
    return access, secret


def main() -> int:
    try:
        keys = {name: key_of(os.environ, name) for name in (ADMIN, *POLICIES)}
    except BadSetting as fault:
        print(fault, file=sys.stderr)
        return os.EX_CONFIG
    print(json.dumps(identities(keys, os.environ.get("TONGXIN_BUCKET", "tongxin")), indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

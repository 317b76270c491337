"""``python -m gateway.openapi``: print the OpenAPI document."""

import json
import sys

from gateway.app import build, document


def render() -> str:
    return json.dumps(document(build()), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


if __name__ == "__main__":
    sys.stdout.write(render())

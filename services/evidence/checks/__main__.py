"""The checking process: confine, read, look, answer."""

import sys

import msgspec

from services.evidence.checks.confine import confine
from services.evidence.checks.examine import examine
from services.evidence.checks.protocol import Request


def main() -> None:
    request = msgspec.json.decode(sys.stdin.buffer.read(), type=Request)
    confine(request.limits, request.size)
    sys.stdout.buffer.write(msgspec.json.encode(examine(request)))


main()

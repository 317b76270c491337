"""The checking process: confine, read, look, answer."""

import sys

import msgspec

from services.evidence.checks.confine import confine, look_within
from services.evidence.checks.examine import examine
from services.evidence.checks.protocol import BEGUN, Request


def main() -> None:
    request = msgspec.json.decode(sys.stdin.buffer.read(), type=Request)
    confine(request.limits, request.size)
    answer = sys.stdout.buffer

    def begin() -> None:
        answer.write(BEGUN)
        answer.flush()
        look_within(request.limits.seconds)

    answer.write(msgspec.json.encode(examine(request, begin)))


main()

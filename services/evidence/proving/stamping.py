"""A time-stamp authority (TSA, RFC 3161) says that a tree head was there at its time: so whoever
holds every key of ours cannot date anything back.
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

import urllib3
from cryptography.x509 import Certificate
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from services.evidence.proving.believing import BadHead

SECONDS = urllib3.Timeout(connect=3, read=10)
MOST_BYTES = 64 * 1024
"""Of an answer; one with its certificates has about five thousand."""
GRANTED = 0
"""PKIStatus (RFC 3161, 2.4.2)."""
STAMPS = "proofs/stamps/"


def stamp_key(number: int) -> str:
    return f"{STAMPS}{number:010d}.tsr"


def number_of(key: str) -> int:
    """The head that a stamp's key names; 0 where it names none."""
    digits = key.removeprefix(STAMPS).removesuffix(".tsr")
    return int(digits) if digits.isascii() and digits.isdigit() else 0


class NoStamp(Exception):
    """The authority gave none, or one that is not to be believed."""


def stamp(url: str, head: str, roots: Sequence[Certificate]) -> bytes:
    """The authority's answer about a head, in DER, checked. Raises: NoStamp."""
    asked = (
        TimestampRequestBuilder()
        .data(head.encode())
        .hash_algorithm(HashAlgorithm.SHA256)
        .cert_request(cert_request=True)
        .build()
    )
    answer = _answer(url, asked.as_bytes())
    try:
        told = stamped_at(answer, head, roots, nonce=asked.nonce)
    except BadHead as fault:
        raise NoStamp(f"the time stamp {fault}") from fault
    if told is None:
        raise NoStamp("the time stamp has no time")
    return answer


def _answer(url: str, body: bytes) -> bytes:
    headers = {"content-type": "application/timestamp-query"}
    try:
        with urllib3.PoolManager(timeout=SECONDS, retries=False) as pool:
            answer = pool.request(
                "POST", url, body=body, headers=headers, preload_content=False, redirect=False
            )
            said = answer.read(MOST_BYTES + 1)
            answer.release_conn()
    except (urllib3.exceptions.HTTPError, OSError) as fault:
        raise NoStamp(f"{type(fault).__name__}: {fault}"[:300]) from fault
    if answer.status != 200 or len(said) > MOST_BYTES:
        raise NoStamp(f"the authority answered {answer.status} with {len(said)} bytes")
    return said


def stamped_at(
    answer: bytes, head: str, roots: Sequence[Certificate], *, nonce: int | None = None
) -> datetime | None:
    """When the head was there; signed by an authority below one of the roots, where any is known.

    Raises: BadHead.
    """
    try:
        said = decode_timestamp_response(answer)
        if said.status != GRANTED:
            raise BadHead(f"was not granted (status {said.status})")
        _must_be_of(said, head, nonce)
        if roots:
            builder = VerifierBuilder(roots=list(roots))
            builder.build().verify_message(said, head.encode())
    except (ValueError, VerificationError) as fault:
        raise BadHead(f"is not to be believed: {fault}") from fault
    at: datetime = said.tst_info.gen_time
    return at


def _must_be_of(said: TimeStampResponse, head: str, nonce: int | None) -> None:
    if said.tst_info.message_imprint.message != sha256(head.encode()).digest():
        raise BadHead("is of something else")
    if nonce is not None and said.tst_info.nonce != nonce:
        raise BadHead("answers another question: its nonce differs")

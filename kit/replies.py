"""What a call is answered: a result, or a refusal with a stable code."""

from typing import Any

import msgspec

from contracts import product
from contracts.refusals import RETRY_AFTER, Refusal
from kit import config, logs
from kit.errors import Conflict, Malformed, TooSlow, Unavailable

log = logs.get(__name__)


class MethodNotFound(Refusal):
    code = "method-not-found"
    status = 404


class IncorrectSignature(Refusal):
    code = "malformed-request"
    status = 400


class TooLarge(Refusal):
    code = "too-large"
    status = 413


class DeadlinePassed(Refusal):
    code = "deadline-passed"
    status = 504


class ServiceUnavailable(Refusal):
    code = "unavailable"
    status = 503


class VersionConflict(Refusal):
    code = "version-conflict"
    status = 409


class InternalError(Refusal):
    code = "internal"
    status = 500


def encoded(result: Any) -> bytes:
    body = msgspec.json.encode({"result": result, "error": None})
    if len(body) > config.MAX_REPLY():
        raise TooLarge(product.ANSWER_TOO_LARGE)
    return body


def named(fault: BaseException) -> Refusal:
    """The one table of errors: everything becomes a refusal with a stable code."""
    if isinstance(fault, Refusal):
        return fault
    if isinstance(fault, Unavailable):
        return ServiceUnavailable(product.AWAY, retry_after=RETRY_AFTER)
    if isinstance(fault, TooSlow):
        return DeadlinePassed(product.TIMED_OUT)
    if isinstance(fault, Conflict):
        return VersionConflict(product.MANY_WRITERS)
    if isinstance(fault, Malformed):
        return IncorrectSignature(str(fault))
    return InternalError(product.INTERNAL)


def encode_error(refusal: Refusal) -> bytes:
    """An error reply; what JSON cannot hold in a refusal must not end in silence."""
    try:
        return _encode_error(refusal)
    except (TypeError, ValueError, RecursionError):
        log.exception("a refusal that JSON cannot hold", code=refusal.code)
        return _encode_error(InternalError(product.INTERNAL))


def _encode_error(refusal: Refusal) -> bytes:
    return msgspec.json.encode(
        {
            "result": None,
            "error": {
                "exc_type": type(refusal).__name__,
                "exc_path": f"{type(refusal).__module__}.{type(refusal).__name__}",
                "exc_args": [refusal.detail],
                "value": refusal.detail,
                "code": refusal.code,
                "status": refusal.status,
                "detail": refusal.detail,
                "field": refusal.field,
                "extra": refusal.extra,
            },
        }
    )

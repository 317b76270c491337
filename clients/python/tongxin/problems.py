"""Refusals as exceptions: RFC 9457 problem details, by HTTP status."""

from typing import Any

import httpx


class TongxinError(Exception):
    """A refusal. ``code`` is stable; ``field`` is the JSON path at fault, or empty; ``trace_id``
    is for those who run the system; ``problem`` holds every member; ``retry_after`` is the seconds
    that the server asked to wait, None where it asked for nothing."""

    def __init__(
        self, status: int, problem: dict[str, Any], retry_after: float | None = None
    ) -> None:
        self.retry_after = retry_after
        self.status = status
        self.problem = problem
        self.code = str(problem.get("code", ""))
        self.title = str(problem.get("title", ""))
        self.detail = str(problem.get("detail", ""))
        self.field = str(problem.get("field", ""))
        self.trace_id = str(problem.get("trace_id", ""))
        super().__init__(f"{status} {self.code}: {self.detail or self.title}")


class NotSignedIn(TongxinError):
    """401: wrong password, or a token that no longer holds."""


class Forbidden(TongxinError):
    """403: the role does not carry this right."""


class NotFound(TongxinError):
    """404: no such thing, or one outside the caller's scope."""


class Conflict(TongxinError):
    """409: not in this state, or others were faster."""


class ChangedSince(TongxinError):
    """412: it was changed since the version that was seen; ``problem["changed"]`` says by whom and
    when."""


class Misfit(TongxinError):
    """422 and 400: the content does not fit; ``field`` says where."""


class Away(TongxinError):
    """429, 5xx: too much at once, or something is away; asked again until patience ended."""


class Rejected(TongxinError):
    """A file that was uploaded and did not pass its check."""


KINDS: dict[int, type[TongxinError]] = {
    400: Misfit,
    401: NotSignedIn,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    412: ChangedSince,
    422: Misfit,
    429: Away,
}


def of(answer: httpx.Response) -> TongxinError:
    try:
        problem = answer.json()
    except ValueError:
        problem = {"code": "not-json", "detail": answer.text[:300]}
    usual = Away if answer.status_code >= 500 else TongxinError
    said = answer.headers.get("Retry-After", "")
    wait = float(said) if said.isdecimal() else None
    return KINDS.get(answer.status_code, usual)(answer.status_code, problem, wait)

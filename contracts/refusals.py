"""Domain refusals: typed errors with a stable code, mapped once to HTTP problem+json (RFC 9457)."""

from typing import Any, ClassVar

RETRY_AFTER = 3
"""Seconds after which one may ask again, where what is away or busy does not know better."""


class Refusal(Exception):
    """A lawful "no". Subclasses set ``code`` (stable, kebab-case) and ``status`` (HTTP).

    ``detail`` is a sentence in Chinese for the person who asked; ``field`` names the part of the
    input at fault, if one is; ``extra`` holds further JSON members of the problem document.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409

    def __init__(self, detail: str, *, field: str = "", **extra: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.field = field
        self.extra = extra

    def __reduce__(self) -> Any:
        """Subclasses have arguments of their own: between processes a refusal goes as it is."""
        return _again, (type(self), self.detail, self.field, self.extra)


class Invalid(Refusal):
    """The input is well-formed JSON but breaks a rule; ``field`` says where."""

    code = "invalid"
    status = 422


class NotFound(Refusal):
    """No such thing, or one of another district: the two look alike from outside."""

    code = "not-found"
    status = 404


def absent(id: str) -> NotFound:
    """One sentence for what is not there and for what does not exist for who asks."""
    return NotFound(f"没有这个对象：{id}")


class Forbidden(Refusal):
    """The caller's role does not carry this right."""

    code = "forbidden"
    status = 403


def _again(kind: type[Refusal], detail: str, field: str, extra: dict[str, Any]) -> Refusal:
    refusal = kind.__new__(kind)
    Refusal.__init__(refusal, detail, field=field, **extra)
    return refusal

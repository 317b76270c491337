"""A thing made of others by the names that it shares with them: an order kept, a state told."""

from typing import Any, TypeVar

from msgspec import Struct, convert

K = TypeVar("K", bound=Struct)


def alike(kind: type[K], /, *sources: Struct, **more: Any) -> K:
    """``more`` says what no source does, or says otherwise; the first source before the others.

    Every name that is shared is taken: what bears it by chance must be said otherwise.
    Raises: msgspec.ValidationError (a field that nobody says, or of another type), TypeError (no
    such field).
    """
    if unknown := more.keys() - set(kind.__struct_fields__):
        raise TypeError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
    said = {
        name: getattr(source, name)
        for source in reversed(sources)
        for name in source.__struct_fields__
        if name in kind.__struct_fields__
    }
    return convert({**said, **more}, kind)

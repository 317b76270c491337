"""An order or a question as it arrives: decoded, and looked through for what no text may hold.

Pure, and free of eventlet and nameko: what is large is opened in another process (``aside.py``).
"""

import re
from collections.abc import Callable, Collection
from typing import Any, NamedTuple

import msgspec

from contracts import product
from kit.errors import NO_JSON
from kit.ids import digest
from kit.replies import IncorrectSignature

MAX_FAULT = 1000
"""Characters of a decoder's complaint that are looked through."""


class Opened(NamedTuple):
    order: Any
    digest: str


def opened(raw: bytes, kind: type[Any], method: str, vouched: Collection[str] = ()) -> Opened:
    """``vouched``: what somebody has said is lawful within a text.

    Raises: IncorrectSignature, Unlawful, Unfit, each naming the field.
    """
    order = decoded(raw, kind)
    product.must_be_lawful(order, vouched)
    return Opened(order, digest(method, order))


def decoded(raw: bytes, kind: type[Any]) -> Any:
    """Raises: IncorrectSignature naming the field."""
    if not raw:
        raise IncorrectSignature(f"{kind.__name__} is missing")
    try:
        return msgspec.json.decode(product.composed(raw), type=kind)
    except NO_JSON as fault:
        said = str(fault)[:MAX_FAULT]
        raise IncorrectSignature(said, field=_field(said)) from fault


def light(found: Opened) -> Opened:
    """The same without what only the decision reads."""
    order = found.order
    lighter = {name: product.light(getattr(order, name)) for name in order.__struct_fields__}
    return found._replace(order=msgspec.structs.replace(order, **lighter))


def on_order(work: Callable[..., Any], *arguments: Any) -> Any:
    """The work on what was opened before."""
    return work(*(one.order if isinstance(one, Opened) else one for one in arguments))


def told(work: Callable[..., Any], *arguments: Any) -> bytes:
    """The result of the work as JSON, which the service only passes on."""
    return msgspec.json.encode(work(*arguments))


def _field(fault: str) -> str:
    """The JSON path of the field that msgspec complains of: "$.unit", "$.people[0].name"."""
    path = re.search(r" - at `([^`]*)`\Z", fault)
    name = re.search(r"(?:unknown|required) field `([^`]*)`", fault)
    if not path and not name:
        return ""
    return (path.group(1) if path else "$") + (f".{name.group(1)}" if name else "")

"""Commands and questions: nameko's RPC wire format, with nothing that a message could kill.

Queue ``rpc-<service>``, exchange ``nameko-rpc``, routing key ``<service>.<method>``. Request body
``{"args": [], "kwargs": {…}}``, reply ``{"result": …, "error": …}`` through ``<service>.replies``,
both sealed (``sealing.py``); a call that is not is refused. Reply first, then ack. A call that the
gateway has not signed is parked, and nobody is answered.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import eventlet
import msgspec
from uuid6 import uuid7

from contracts import product
from contracts.caller import Caller
from contracts.refusals import Forbidden, NotFound
from kit import config, logs, metrics, sealing
from kit.aside import HELD, Desk, Here
from kit.change import Decide, Knowing
from kit.consumer import Delivery
from kit.errors import NO_JSON, Malformed, TooSlow, Unpublished
from kit.ids import derived_id
from kit.machine import Input, utc_now
from kit.moving import FORGED, park_it
from kit.opening import Opened, told
from kit.publisher import Outgoing
from kit.reader import Reader
from kit.replies import (
    DeadlinePassed,
    IncorrectSignature,
    MethodNotFound,
    TooLarge,
    encode_error,
    encoded,
    named,
)
from kit.runtime import Runtime
from kit.sealing import SEALED, Seal
from kit.signing import CALL, SIGNATURE, genuine
from kit.table import Command, Query, Reaction
from kit.tenants import tenant_of
from kit.topology import GATEWAY, REPLY, replies

log = logs.get(__name__)

JSON = "application/json"

NOTHING = msgspec.Raw(b"")

SMALL = 16 * 1024
"""Bytes of an order that is opened and decided in place, in some 10 ms at most; what is larger, and
what is declared to be dear, goes aside.
"""


class Kwargs(msgspec.Struct, forbid_unknown_fields=True):
    """What a call carries. ``order`` with ``key`` for a command, ``ask`` for a question.

    ``expected``: the version that the caller has seen; another one is refused. ``vouched``: what
    somebody has said is lawful within a text.
    """

    caller: Caller
    order: msgspec.Raw = NOTHING
    ask: msgspec.Raw = NOTHING
    key: str = ""
    expected: int | None = None
    vouched: tuple[str, ...] = ()


class Request(msgspec.Struct):
    """A call as read. ``traceparent`` and ``deadline`` (ms since the epoch) come as headers."""

    kwargs: Kwargs
    args: list[Any] = []
    traceparent: str = ""


def answer(
    runtime: Runtime,
    method: str,
    perform: Callable[[Request], tuple[str, Any]],
    delivery: Delivery,
) -> None:
    """Answer one call and ack it. Never raises."""
    started = time.monotonic()
    outcome = "no-reply"
    try:
        logs.clear()
        if not signed(delivery):
            fault = Malformed(FORGED, f"{GATEWAY} has not signed this call of {method}"[:300])
            outcome = park_it(runtime, "call", delivery, fault)
            metrics.COMMANDS.labels(runtime.service, method, FORGED).inc()
            return
        if str(delivery.properties.get("reply_to", "")).startswith(REPLY):
            outcome = _reply(runtime, delivery, *_result(method, perform, delivery))
        else:
            log.warning("a call without reply_to is not run", method=method)
    except eventlet.greenlet.GreenletExit:
        delivery.give_back()
        raise
    except BaseException:
        log.exception("could not answer", method=method)
    delivery.ack()
    metrics.COMMANDS.labels(runtime.service, method, outcome).inc()
    metrics.COMMAND_SECONDS.labels(runtime.service, method).observe(time.monotonic() - started)


def refuse_unknown(runtime: Runtime, method: str, delivery: Delivery) -> None:
    """Answer a call for a method that is not in the wiring table."""

    def perform(_: Request) -> tuple[str, Any]:
        raise MethodNotFound(product.NO_METHOD.format(method=method[:80]))

    answer(runtime, "(unknown)", perform, delivery)


def _result(
    method: str, perform: Callable[[Request], tuple[str, Any]], delivery: Delivery
) -> tuple[str, bytes, Seal | None]:
    """The outcome, the reply, and what seals it: nothing where the call could not be opened."""
    seal: Seal | None = None
    try:
        raw, seal = _unsealed(delivery)
        request = read(delivery, raw)
        tenant = {product.TENANT: tenant_of(request.kwargs.caller)}
        logs.bind(trace=logs.trace_of(request.traceparent), **tenant)
        limit = min(config.COMMAND_SECONDS(), _time_left(delivery))
        with eventlet.Timeout(limit, TooSlow("the call's deadline")):
            outcome, result = perform(request)
        return outcome, encoded(result), seal
    except eventlet.greenlet.GreenletExit:
        raise
    except BaseException as fault:
        refusal = named(fault)
        if refusal.status >= 500:
            log.error("call failed", method=method, fault=repr(fault)[:1000], exc_info=fault)
        return str(refusal.status), encode_error(refusal), seal


def _unsealed(delivery: Delivery) -> tuple[bytes, Seal]:
    """The body of a call, and what seals its reply. Raises: Malformed."""
    if delivery.properties.get("content_type") != SEALED:
        raise Malformed(sealing.UNREADABLE, "is not sealed")
    return sealing.opened(GATEWAY, delivery.body)


def signed(delivery: Delivery) -> bool:
    """Whether the gateway gave this call, for this method and until this deadline."""
    deadline = str(delivery.headers.get("deadline", "")).encode()
    signature = delivery.headers.get(SIGNATURE)
    return genuine(GATEWAY, signature, CALL, delivery.routing_key.encode(), deadline, delivery.body)


def read(delivery: Delivery, raw: bytes) -> Request:
    """Raises: TooLarge, DeadlinePassed, IncorrectSignature."""
    if len(raw) > config.MAX_REQUEST():
        raise TooLarge(product.TOO_LARGE.format(size=config.MAX_REQUEST()))
    if _time_left(delivery) <= 0:
        raise DeadlinePassed(product.TOO_LATE)
    properties = delivery.properties
    kind = str(properties.get("content_type", JSON)).partition(";")[0].strip()
    if kind not in (JSON, SEALED) or properties.get("content_encoding") not in (
        None,
        "",
        "utf-8",
        "binary",
    ):
        raise IncorrectSignature("content type is not application/json")
    try:
        request = msgspec.json.decode(raw, type=Request)
    except NO_JSON as fault:
        raise IncorrectSignature(str(fault)) from fault
    traceparent = delivery.headers.get("traceparent", "")
    request.traceparent = logs.child(traceparent if isinstance(traceparent, str) else "")
    return request


def _time_left(delivery: Delivery) -> float:
    """Seconds to the caller's deadline; a deadline that is no whole number has passed."""
    deadline = delivery.headers.get("deadline")
    if deadline is None:
        return config.COMMAND_SECONDS()
    return deadline / 1000 - time.time() if isinstance(deadline, int) else 0.0


def perform_command(runtime: Runtime, spec: Command, request: Request) -> tuple[str, Any]:
    """Raises: Refusal, Conflict, Unavailable."""
    kwargs = request.kwargs
    _check_roles(kwargs.caller, spec.roles)
    with _desk(runtime, spec.aside, kwargs.caller, kwargs.order) as desk:
        found = _opened(runtime, spec.name, desk, kwargs.order, spec.order, kwargs)
        reaction = replace(spec.reaction, decide=_decide_at(desk, spec.reaction.decide))
        outcome = runtime.machine.change(reaction, *_input(runtime, spec, request, found))
    return outcome.what, outcome.answer


def _input(runtime: Runtime, spec: Command, request: Request, found: Opened) -> tuple[str, Input]:
    """The id of the aggregate, and what is on its way to it."""
    kwargs = request.kwargs
    if not 1 <= len(kwargs.key) <= 120:
        raise IncorrectSignature(product.NO_KEY, field="key")
    cause = f"{kwargs.caller.account}:{kwargs.key}"
    given = Knowing(key="", now=utc_now(), cause=cause, caller=kwargs.caller, found=None)
    if spec.new:
        keys = [derived_id(runtime.service, cause)]
    else:
        keys = spec.reaction.keys(found.order, given, Reader(runtime.store, kwargs.caller))
    if len(keys) != 1:
        raise NotFound(product.NOT_THERE)
    return keys[0], Input(
        value=found.order,
        cause=cause,
        caller=kwargs.caller,
        traceparent=request.traceparent,
        digest=found.digest,
        expected=kwargs.expected,
    )


def _check_roles(caller: Caller, roles: tuple[str, ...]) -> None:
    if roles and set(roles).isdisjoint(caller.roles):
        raise Forbidden(product.NO_RIGHT)


def perform_query(runtime: Runtime, spec: Query, request: Request) -> tuple[str, Any]:
    """A preview carries whole tables, so a question is looked through as a command is.

    Raises: Refusal, Unavailable.
    """
    kwargs = request.kwargs
    caller, raw = kwargs.caller, kwargs.ask
    _check_roles(caller, spec.roles)
    with _desk(runtime, spec.aside is not None, caller, raw) as desk:
        ask = _opened(runtime, spec.name, desk, raw, spec.ask, kwargs).order
        found = spec.answer(Reader(runtime.store, caller), ask)
        if spec.aside is not None:
            found = msgspec.Raw(desk.work(told, spec.aside, HELD, found))
        if spec.noted is not None:
            _note(runtime, spec.noted, ask, caller)
    return "done", found


def _note(runtime: Runtime, noted: Reaction[Any, Any], ask: Any, caller: Caller) -> None:
    """Raises: Refusal, Conflict, Unavailable."""
    cause = f"asked:{uuid7()}"
    given = Knowing(key="", now=utc_now(), cause=cause, caller=caller, found=None)
    input = Input(value=ask, cause=cause, caller=caller, marked=False)
    for key in noted.keys(ask, given, Reader(runtime.store, caller)):
        runtime.machine.change(noted, key, input)


@contextmanager
def _desk(runtime: Runtime, aside: bool, caller: Caller, raw: msgspec.Raw) -> Iterator[Desk]:
    """Raises: Busy, Broken."""
    if aside or len(bytes(raw)) > SMALL:
        with runtime.aside.desk(caller.account) as desk:
            yield desk
    else:
        yield Here()


def _opened(
    runtime: Runtime, method: str, desk: Desk, raw: msgspec.Raw, kind: type[Any], call: Kwargs
) -> Opened:
    """What is unlawful is logged without a word of it.

    Raises: IncorrectSignature, Unlawful, Unfit.
    """
    try:
        return desk.opened(bytes(raw), kind, method, call.vouched)
    except product.Unlawful as no:
        label = product.label(method)
        metrics.UNLAWFUL.labels(runtime.service, label).inc()
        log.warning(
            "classified matter refused", method=label, account=call.caller.account, field=no.field
        )
        raise


def _decide_at(desk: Desk, decide: Decide) -> Decide:
    """The decision on the order that lies on the desk."""
    return lambda state, _order, given: desk.work(decide, state, HELD, given)


def _reply(
    runtime: Runtime, delivery: Delivery, outcome: str, body: bytes, seal: Seal | None
) -> str:
    """Unconfirmed: a caller that is gone needs no answer; the returned message is logged."""
    message = Outgoing(
        exchange=replies(runtime.service),
        routing_key=str(delivery.properties["reply_to"])[:255],
        body=seal.closed(body) if seal else body,
        id="",
        content_type=SEALED if seal else JSON,
        correlation_id=str(delivery.properties.get("correlation_id", ""))[:255],
    )
    try:
        runtime.replier.publish([message])
    except Unpublished as fault:
        log.warning("reply not sent", fault=str(fault))
    return outcome

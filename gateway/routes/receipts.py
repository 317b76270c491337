"""The public keys of receipts: for whoever has one, with or without an account."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from contracts.answers.catalogue import answer_of
from contracts.orders.evidence import ReceiptKeys
from gateway import describe, door
from gateway.console.frame.public import PUBLIC
from gateway.parts import parts
from gateway.problems import Problem
from gateway.routes.api import add, reply


async def receipt_keys(request: Request) -> Response:
    """JWKS (RFC 7517): the key in force in front, and all that ever signed a receipt. Fetch them
    once and keep them: a receipt is then checked without this system."""
    if unknown := next(iter(door.query(request)), ""):
        raise Problem("invalid", field=f"$.{unknown}")
    asked = {"ask": ReceiptKeys(), "caller": PUBLIC}
    return reply(await parts(request).rpc.call("evidence", "receipt_keys", asked))


def install(app: Starlette) -> None:
    described = describe.operation(
        "evidence.receipt_keys",
        "evidence",
        "核对回执的公钥",
        answer=answer_of(ReceiptKeys),
        secured=False,
    )
    add(app, "GET", "/receipt-keys", receipt_keys, described)

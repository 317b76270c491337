"""What proves without this system: the public keys of receipts, and the witness of all custody."""

import io

import segno
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from contracts.answers.catalogue import answer_of
from contracts.orders.evidence import ReceiptKeys, TreeHeadOf
from gateway import describe, door
from gateway.console.frame.public import PUBLIC
from gateway.parts import parts
from gateway.problems import Problem
from gateway.routes.api import add, reply

TAG = "evidence"
WITNESS = """保管记录见证 Witness of custody

签名时间 signed at  {signed_at}
序号 number         {number}
记录条数 entries    {size}
树根 root           {root}

{head}

请打印，或寄存于系统之外。日后用 python -m services.evidence.verify --witness 核对：此前的任何记录
如被改动、删除或重排，都会被指出。
Print it, or keep it elsewhere. Later, python -m services.evidence.verify --witness names whatever
was altered, removed or moved before it.
"""
TEXT = "text/plain; charset=utf-8"
PICTURE = "image/svg+xml"


async def receipt_keys(request: Request) -> Response:
    """JWKS (RFC 7517): the key in force in front, and all that ever signed a receipt. Fetch them
    once and keep them: a receipt is then checked without this system."""
    _must_be_plain(request)
    asked = {"ask": ReceiptKeys(), "caller": PUBLIC}
    return reply(await parts(request).rpc.call("evidence", "receipt_keys", asked))


async def witness(request: Request) -> Response:
    """The newest signed tree head as a text to mail or to print."""
    head = await _head(request)
    return _file(WITNESS.format(**head).encode(), TEXT, f"witness-{head['number']}.txt")


async def witness_code(request: Request) -> Response:
    """The same head as a code to scan (QR), to stand beside it on paper."""
    head = await _head(request)
    picture = io.BytesIO()
    segno.make(head["head"], error="l", micro=False).save(picture, kind="svg", scale=4, border=4)
    return _file(picture.getvalue(), PICTURE, f"witness-{head['number']}.svg")


async def _head(request: Request) -> dict[str, str]:
    caller = (await door.session(request)).caller
    _must_be_plain(request)
    asked = {"ask": TreeHeadOf(), "caller": caller}
    head: dict[str, str] = await parts(request).rpc.call("evidence", "tree_head_of", asked)
    return head


def _must_be_plain(request: Request) -> None:
    """Raises: Problem."""
    if unknown := next(iter(door.query(request)), ""):
        raise Problem("invalid", field=f"$.{unknown}")


def _file(content: bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, headers=headers, media_type=kind)


def install(app: Starlette) -> None:
    described = describe.operation(
        "evidence.receipt_keys", TAG, "核对回执的公钥", answer=answer_of(ReceiptKeys), secured=False
    )
    add(app, "GET", "/receipt-keys", receipt_keys, described)
    text = {"type": "string"}
    for path, act, summary, kind in (
        ("/tree-head/witness.txt", witness, "保管记录见证（文本）", TEXT),
        ("/tree-head/witness.svg", witness_code, "保管记录见证（二维码）", PICTURE),
    ):
        told = describe.operation(
            f"evidence.{act.__name__}",
            TAG,
            summary,
            answer=text,
            media_type=kind.partition(";")[0],
            refusals=("no-tree-head",),
        )
        add(app, "GET", path, act, told)

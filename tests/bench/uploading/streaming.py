"""An endpoint as it is usually written: the bytes stream through Python into the store."""

import os

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

SECONDS = 120
WAY = httpx.AsyncClient(timeout=SECONDS)


async def put(request: Request) -> Response:
    """``to``: a signed address of the store."""
    length = {"content-length": request.headers["content-length"]}
    answer = await WAY.put(request.query_params["to"], content=request.stream(), headers=length)
    return Response(status_code=answer.status_code)


if __name__ == "__main__":
    app = Starlette(routes=[Route("/files", put, methods=["PUT"])])
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["BENCH_PORT"]), log_level="warning")

"""``python -m infra.local.mail HOST:PORT FOLDER``: a mail server that keeps each mail as a file.

For one machine without a mail server of its own: what would be sent can be opened and read.
"""

import asyncio
import signal
import sys
import time
import uuid
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP

MAX_MAIL = 10 * 1024 * 1024  # bytes


class Files:
    """Keeps a mail as `<time>-<id>.eml`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        name = f"{time.strftime('%Y%m%d-%H%M%S')}-{uuid.uuid4().hex[:8]}"
        part = self.folder / f"{name}.part"
        part.write_bytes(envelope.content)
        part.rename(part.with_suffix(".eml"))
        return "250 kept"


async def serve(host: str, port: int, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    server = await loop.create_server(
        lambda: SMTP(Files(folder), data_size_limit=MAX_MAIL, enable_SMTPUTF8=True), host, port
    )
    async with server:
        await stop.wait()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python -m infra.local.mail HOST:PORT FOLDER")
    where, _, at = sys.argv[1].rpartition(":")
    asyncio.run(serve(where, int(at), Path(sys.argv[2])))

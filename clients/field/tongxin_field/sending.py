"""Sending: what waits goes up, and a copy is deleted only on a signed receipt."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import httpx
from tongxin import Conflict, NotSignedIn, Tongxin, TongxinError

from tongxin_field import receipts, wire
from tongxin_field.queue import KEPT, REFUSED, REJECTED, SEALED, SENT, Busy, Kept, Queue

AWAIT = 2.0
"""Seconds between two looks whether a receipt is ready."""
API_SILENCE = 90.0
ROUNDS = 1000
"""Of addresses for the parts of one file."""
WAITS = frozenset({"STORED", "CHECKING", "QUARANTINED", "SEALED", "REJECTED", "DISPOSED"})
"""States in which the server needs no bytes."""
AGAIN = frozenset({"receipt-not-ready", "busy", "version-conflict", "in-progress"})

Say = Callable[[str], None]
Way = Callable[[], Tongxin]
"""A client that is signed in. Raises: TongxinError, httpx.TransportError."""


class Told(NamedTuple):
    """How a run ended: files by what became of them in it, and what still waits."""

    sealed: int
    rejected: int
    refused: int
    waiting: int


class Sender:
    """``patience``: seconds without any progress, after which a run ends. ``at_once``: PUTs.
    ``moved``: told of bytes. ``drop_rejected``: also a file that did not pass its check is deleted.
    """

    def __init__(
        self,
        queue: Queue,
        way: Way,
        *,
        patience: float = 3600,
        at_once: int = 3,
        moved: wire.Moved = lambda _: None,
        say: Say = lambda _: None,
        drop_rejected: bool = False,
        store: Callable[[int], httpx.Client] = wire.store,
    ) -> None:
        self._queue, self._way, self._say = queue, way, say
        self._patience, self._at_once, self._moved = patience, at_once, moved
        self._drop_rejected = drop_rejected
        self._make_store = store
        self._width, self._pauses = wire.Width(at_once), wire.Pauses()
        self._city: Tongxin | None = None
        self._ended: list[str] = []
        self._due: dict[str, float] = {}
        self._progress = time.monotonic()

    def run(self) -> Told:
        """Until nothing waits, or nothing has moved for ``patience``. Raises: Busy, NotSignedIn."""
        with self._queue.alone("sending"), self._make_store(self._at_once) as self._store:
            with suppress(Busy):  # somebody is adding
                self._queue.tidy(rejected=self._drop_rejected)
            self._progress = time.monotonic()
            try:
                while left := self._queue.unfinished():
                    pause = self._round(left)
                    if self._queue.unfinished() and not self._may_wait(pause):
                        break
            finally:
                self._sign_off()
        return self._told()

    def _sign_off(self) -> None:
        if self._city is not None:
            self._city.close()
        self._city = None

    def _told(self) -> Told:
        count = self._ended.count
        left = len(self._queue.unfinished())
        return Told(count(SEALED), count(REJECTED), count(REFUSED), left)

    def _may_wait(self, pause: float) -> bool:
        if time.monotonic() + pause > self._progress + self._patience:
            return False
        time.sleep(pause)
        return True

    def _round(self, left: list[Kept]) -> float:
        """Each file that is due a step further; the seconds to wait before the next round."""
        for kept in left:
            if self._due.get(kept.id, 0) > time.monotonic():
                continue
            try:
                self._step(kept)
            except (httpx.TransportError, wire.Lost) as error:
                pause = self._pauses.after()
                self._say(f"连接中断，{pause:.0f} 秒后再试（{error or type(error).__name__}）")
                return pause  # the next file would fare no better
            except (TongxinError, wire.Refused, FileNotFoundError) as error:
                self._failed(kept, error)
                if self._city is None:
                    break
            else:
                self._due[kept.id] = time.monotonic() + AWAIT
        first = min((self._due.get(kept.id, 0) for kept in left), default=0)
        return max(0.0, first - time.monotonic())

    def _failed(self, kept: Kept, error: Exception) -> None:
        """Of this file alone, or of the signing in. Raises: TongxinError, where not even that is
        taken."""
        if not isinstance(error, TongxinError):
            self._broken(kept, error)
        elif self._city is None and not _passes(error):
            raise error
        elif isinstance(error, NotSignedIn):
            self._sign_off()  # the session has ended; another is begun
        elif _passes(error):
            pause = self._pauses.after(error.retry_after)
            self._due[kept.id] = time.monotonic() + pause
            self._say(
                f"{kept.told['filename']}：{error.detail or error.title}；{pause:.0f} 秒后再试"
            )
        else:
            self._refused(kept, error)

    def _moved_on(self) -> None:
        self._progress = time.monotonic()
        self._pauses.forget()

    # -- one file -------------------------------------------------------------------------------

    def _step(self, kept: Kept) -> None:
        city = self._signed_in()
        self._note_clock(kept, city)
        if kept.state == KEPT:
            if not self._sent(city, kept):
                return
            self._queue.change(kept, state=SENT)
            self._moved_on()
            kept = self._queue.get(kept.id)
        if kept.state == SENT:
            self._look_for_receipt(city, kept)

    def _signed_in(self) -> Tongxin:
        if self._city is None:
            self._city = self._way()
        return self._city

    def _note_clock(self, kept: Kept, city: Tongxin) -> None:
        """By how much the server's clock was ahead; both times are kept, and none is corrected."""
        if kept.behind is None and city.behind is not None:
            self._queue.change(kept, behind=round(city.behind, 1))

    def _sent(self, city: Tongxin, kept: Kept) -> bool:
        """Whether all bytes are there, as the server sees it; what this side remembers of earlier
        tries counts for nothing."""
        state = self._declared(city, kept)
        if state == "OPEN":  # perhaps all is there, and only the answer was lost
            state = city.give(f"/evidence/{kept.id}/uploaded")["state"]
        for _ in range(ROUNDS):
            if state in WAITS:
                return True
            ticket = self._opened(city, kept)
            state = ticket["state"]
            if state in WAITS:
                return True
            if todo := wire.pieces(ticket):
                self._put_all(kept, todo)
            state = city.give(f"/evidence/{kept.id}/uploaded")["state"]
        return False

    def _declared(self, city: Tongxin, kept: Kept) -> str:
        try:
            # Under a key of each try: the id makes it one, and the answer says where it stands now.
            told = city.give("/evidence", kept.declaration)
        except TongxinError as error:
            if error.field != "$.captured_at" or kept.untimed:
                raise
            # A wrong clock. Its time stays in the record here; the server keeps its own.
            self._say(
                f"{kept.told['filename']}：服务器不接受本机时间，请校正时钟（{error.detail}）"
            )
            self._queue.change(kept, untimed=1)
            return self._declared(city, self._queue.get(kept.id))
        return str(told["state"])

    def _opened(self, city: Tongxin, kept: Kept) -> dict[str, Any]:
        ticket: dict[str, Any] = city.give(
            f"/evidence/{kept.id}/open", {"parts": 2 * self._at_once}
        )
        return ticket

    def _put_all(self, kept: Kept, todo: list[wire.Piece]) -> None:
        """Some at once. Raises: the first fault, once none is on its way."""
        path = self._queue.path_of(kept.id)
        waiting, going = iter(todo), set[Future[None]]()
        with ThreadPoolExecutor(self._at_once) as pool:
            try:
                while True:
                    for piece in _take(waiting, self._width.now - len(going)):
                        going.add(pool.submit(self._put, path, piece))
                    if not going:
                        return
                    done, going = wait(going, return_when=FIRST_COMPLETED)
                    for each in done:
                        each.result()
            finally:
                wait(going)

    def _put(self, path: Path, piece: wire.Piece) -> None:
        begun = time.monotonic()
        wire.put(self._store, path, piece, self._moved)
        self._width.took(time.monotonic() - begun)
        self._moved_on()

    # -- how it ends ----------------------------------------------------------------------------

    def _look_for_receipt(self, city: Tongxin, kept: Kept) -> None:
        try:
            text = str(city.get(f"/evidence/{kept.id}/receipt")["receipt"])
        except Conflict as error:
            if error.code != "receipt-not-ready":
                raise
            self._look_again(city, kept)
            return
        try:
            receipt = self._checked(city, kept, text)
        except receipts.ReceiptInvalid as error:
            self._queue.change(kept, code="receipt-invalid", detail=str(error))
            self._say(f"{kept.told['filename']}：{error}；原件保留")
            return
        detail = "、".join(receipt.codes)
        if self._queue.change(kept, state=receipt.state, receipt=text, code="", detail=detail):
            self._ended.append(receipt.state)
            self._moved_on()
        # Written down first: a crash between the two leaves a copy, which `tidy` deletes.
        if receipt.state == SEALED or self._drop_rejected:
            self._queue.drop(kept.id)

    def _checked(self, city: Tongxin, kept: Kept, text: str) -> receipts.Receipt:
        """With the keys that are known here; with the server's where it has new ones."""
        same = {"evidence": kept.id, "sha256": kept.told["sha256"], "size": kept.size}
        held = self._queue.setting("keys")
        if held:
            try:
                return receipts.checked(text, held, **same)
            except receipts.ReceiptInvalid:
                pass  # perhaps of a key that is new
        keys = city.get("/receipt-keys")
        receipt = receipts.checked(text, keys, **same)
        older = [key for key in (held or {}).get("keys", ()) if key not in keys["keys"]]
        self._queue.set("keys", {"keys": [*keys["keys"], *older]})
        return receipt

    def _look_again(self, city: Tongxin, kept: Kept) -> None:
        """No receipt yet: it may be that the server wants the bytes again."""
        state = city.get(f"/evidence/{kept.id}")["state"]
        if state not in WAITS:
            self._queue.change(kept, state=KEPT)
        elif state == "QUARANTINED":
            self._queue.change(kept, code="quarantined", detail="服务器留置，等人处理")

    def _refused(self, kept: Kept, error: TongxinError) -> None:
        """The server will never take it as it is: a person must look. The copy stays."""
        self._queue.change(kept, state=REFUSED, code=error.code, detail=error.detail or error.title)
        self._ended.append(REFUSED)
        self._say(f"{kept.told['filename']}：未被接受（{error.detail or error.title}），原件保留")

    def _broken(self, kept: Kept, error: Exception) -> None:
        if self._queue.change(kept, state=REFUSED, code="copy-damaged", detail=str(error)):
            self._ended.append(REFUSED)
            self._say(f"{kept.told['filename']}：队列中的副本已损坏（{error}）")


def _passes(error: TongxinError) -> bool:
    """Whether it is no fault of the file: asked again later it may be taken."""
    return error.retry_after is not None or error.code in AGAIN or error.status >= 500


def _take(waiting: Iterator[wire.Piece], most: int) -> Iterator[wire.Piece]:
    for _ in range(most):
        piece = next(waiting, None)
        if piece is None:
            return
        yield piece

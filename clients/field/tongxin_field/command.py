"""``tongxin-field``: keep files where there is no network, and send them where there is one.

Exit codes: 0 all is well; 1 something was refused or still waits; 2 the command was wrong;
3 the disk is full; 4 another process uses the queue; 5 not signed in, or no connection.
"""

import json
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Sequence
from getpass import getpass
from pathlib import Path
from typing import Any

import httpx
from tongxin import NotSignedIn, Tongxin, TongxinError
from tqdm import tqdm

from tongxin_field import receipts
from tongxin_field.arguments import CAPTION, Act, Args, parser
from tongxin_field.capture import NoRoom, keep
from tongxin_field.queue import KEPT, REMOVED, SEALED, SENT, Busy, Kept, Queue, settle_folder
from tongxin_field.sending import API_SILENCE, Sender
from tongxin_field.watching import Watch

STATES = {
    "KEPT": "待传",
    "SENT": "已传，待收据",
    "SEALED": "已封存",
    "REJECTED": "未通过校验",
    "REFUSED": "未被接受",
    "REMOVED": "已删除",
}
FAULTS = {NoRoom: 3, Busy: 4, NotSignedIn: 5, httpx.TransportError: 5, TongxinError: 5}


def main(given: Sequence[str] | None = None) -> None:
    sys.exit(run(given))


def run(given: Sequence[str] | None = None) -> int:
    args = parser(ACTS).parse_args(given)
    try:
        if args.offline:
            return _verify(args)
        with Queue(args.queue.expanduser()) as queue:
            act: Act = args.act
            return act(args, queue)
    except KeyboardInterrupt:
        os._exit(130)  # whatever is on its way: the queue bears the end of its process at any point
    except (ValueError, KeyError, OSError) as error:
        _say(f"出错：{error}")
        return 2
    except (NoRoom, Busy, TongxinError, httpx.TransportError) as error:
        _say(str(error))
        return next(code for kind, code in FAULTS.items() if isinstance(error, kind))


def _say(text: str) -> None:
    tqdm.write(text, file=sys.stderr)


# -- what it does --------------------------------------------------------------------------------


def _init(args: Args, queue: Queue) -> int:
    """Whose queue it is: a person's own, for one instance."""
    owner = queue.setting("owner")
    new = {"url": args.url.rstrip("/"), "account": args.account}
    if owner and owner != new and queue.unfinished():
        raise ValueError(f"这个队列属于 {owner['account']}，还有未传完的文件；请另用 --queue")
    queue.set("owner", new)
    queue.set("district", args.district)
    print(f"队列在 {queue.folder}，账号 {args.account}")
    return 0


def _about(args: Args, queue: Queue, path: Path) -> dict[str, Any]:
    district = args.district or queue.setting("district")
    if not district:
        raise ValueError("请用 --district 说明所属县区，或先运行 init")
    caption = {name: getattr(args, f"caption_{name}") for name in CAPTION}
    about = {
        "district": district,
        "title": args.title or caption["theme"] or path.stem[:200],
        "mode": args.mode,
        "tasks": args.task,
        "items": args.items,
        "caption": {name: text for name, text in caption.items() if text},
        "register": args.register,
        "row": args.row,
        "captured_at": args.captured_at,
    }
    return {name: value for name, value in about.items() if value}


def _add(args: Args, queue: Queue) -> int:
    for file in args.file:
        kept = keep(queue, file, _about(args, queue, file))
        again = "" if kept.state == KEPT else f"（先前已有：{STATES[kept.state]}）"
        print(f"已存 {kept.id} {kept.told['filename']}{again}", flush=True)
    return 0


def _send(args: Args, queue: Queue) -> int:
    told = _sender(args, queue).run()
    failed = f"未通过校验 {told.rejected}，未被接受 {told.refused}"
    print(f"封存 {told.sealed}，{failed}，仍待 {told.waiting}")
    return int(bool(told.refused or told.waiting))


def _sender(args: Args, queue: Queue) -> Sender:
    waiting = sum(kept.size for kept in queue.unfinished() if kept.state == KEPT)
    bar = tqdm(total=waiting, unit="B", unit_scale=True, desc="上传", disable=args.quiet or None)
    return Sender(
        queue,
        _way(args, queue),
        patience=args.patience,
        at_once=args.at_once,
        moved=bar.update,
        say=_say,
        drop_rejected=args.drop_rejected,
    )


def _way(args: Args, queue: Queue) -> Callable[[], Tongxin]:
    owner = queue.setting("owner")
    if not owner:
        raise ValueError("请先运行：tongxin-field init --url … --account …")
    password = _password(args)

    def way() -> Tongxin:
        city = Tongxin(owner["url"], timeout=API_SILENCE, patience=0)
        try:
            city.sign_in(owner["account"], password, args.code)
        except (TongxinError, httpx.TransportError):
            city.close()
            raise
        return city

    return way


def _password(args: Args) -> str:
    """Of the environment or a file, so that it never stands in a list of processes."""
    if args.password_file:
        return str(args.password_file.read_text().strip())
    return os.environ.get("TONGXIN_PASSWORD") or getpass("密码：")


def _list(args: Args, queue: Queue) -> int:
    found = [kept for kept in queue.all() if args.everything or kept.state != REMOVED]
    if args.json:
        print(json.dumps([_shown(kept) for kept in found], ensure_ascii=False, indent=1))
        return 0
    for kept in found:
        clock = "" if abs(kept.behind or 0) < 300 else f"，本机时钟差 {kept.behind:+.0f} 秒"
        why = f"（{kept.detail or kept.code}）" if kept.detail or kept.code else ""
        print(f"{kept.id}  {STATES[kept.state]}  {kept.told['filename']}{clock}{why}")
    waiting, sent = (sum(kept.state == state for kept in found) for state in (KEPT, SENT))
    free = shutil.disk_usage(queue.folder).free / 1024**3
    print(f"待传 {waiting} 件 · 待收据 {sent} 件 · 可用 {free:.1f} GiB")
    return 0


def _shown(kept: Kept) -> dict[str, Any]:
    """With both times: of this device, and by how much the server's clock was ahead."""
    names = ("number", "id", "state", "kept_at", "code", "detail", "behind", "receipt")
    return {name: getattr(kept, name) for name in names} | {"told": kept.told}


def _export(args: Args, queue: Queue) -> int:
    chosen = [queue.get(id) for id in args.id] if args.id else queue.all()
    args.to.mkdir(parents=True, exist_ok=True)
    for kept in chosen:
        _exported(queue, kept, args.to)
    settle_folder(args.to)
    print(f"已导出 {len(chosen)} 件到 {args.to}")
    return 0


def _exported(queue: Queue, kept: Kept, to: Path) -> None:
    """The file under its id and name, what is known of it, and its receipt where it has one."""
    copy = queue.path_of(kept.id)
    if copy.exists():
        shutil.copyfile(copy, to / f"{kept.id} {Path(kept.told['filename']).name}")
    (to / f"{kept.id}.json").write_text(json.dumps(_shown(kept), ensure_ascii=False, indent=1))
    if kept.receipt:
        (to / f"{kept.id}.receipt").write_text(kept.receipt)


def _remove(args: Args, queue: Queue) -> int:
    if not args.reason.strip():
        raise ValueError("请写明删除的原因")
    kept = queue.get(args.id)
    with queue.alone("sending"):
        if kept.state == SEALED or not queue.remove(kept, args.reason.strip()):
            raise ValueError(f"不能删除：{STATES[kept.state]}")
    print(f"已删除 {kept.id}（{args.reason.strip()}），记录保留")
    return 0


def _watch(args: Args, queue: Queue) -> int:
    """Until it is ended; ``--once``: until the folder is quiet and all is sent. A camera is not
    kept waiting by a link: sending is a thread of its own."""
    watch = Watch(queue, args.folder, lambda path: _about(args, queue, path), _say)
    sending = None if args.keep_only or args.once else _Sending(args)
    while not (args.once and watch.quiet):
        for kept in watch.look():
            print(f"已存 {kept.id} {kept.told['filename']}", flush=True)
        if sending and not sending.is_alive():
            raise sending.fault
        time.sleep(args.every)
    return 0 if args.keep_only else _send(args, queue)


class _Sending(threading.Thread):
    fault: Exception = Busy("上传已经停止")

    def __init__(self, args: Args) -> None:
        super().__init__(daemon=True)
        self._args = args
        self.start()

    def run(self) -> None:
        try:
            with Queue(self._args.queue.expanduser()) as queue:
                sender = _sender(self._args, queue)
                while True:
                    if queue.unfinished():
                        sender.run()
                    time.sleep(self._args.every)
        except (Busy, TongxinError, ValueError) as fault:
            self.fault = fault


def _verify(args: Args) -> int:
    """Offline. Raises: OSError."""
    keys = json.loads(args.keys.read_text()) if args.keys else _kept_keys(args)
    try:
        receipt = receipts.proves(args.receipt.read_text(), keys, args.file)
    except receipts.ReceiptInvalid as error:
        print(f"不符：{error}")
        return 1
    print(f"相符：{receipt.evidence} {STATES[receipt.state]}，{receipt.at}，{receipt.filename}")
    return 0


def _kept_keys(args: Args) -> dict[str, Any]:
    with Queue(args.queue.expanduser()) as queue:
        keys: dict[str, Any] | None = queue.setting("keys")
    if not keys:
        raise ValueError("没有公钥：请用 --keys 给出（来自 /api/v1/receipt-keys）")
    return keys


ACTS: dict[str, Act] = {
    "init": _init,
    "add": _add,
    "send": _send,
    "list": _list,
    "export": _export,
    "remove": _remove,
    "watch": _watch,
}

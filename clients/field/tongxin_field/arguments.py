"""How ``tongxin-field`` is asked."""

import argparse
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tongxin_field.queue import Queue

CAPTION = {
    "time": "时间",
    "place": "地点",
    "people": "人物",
    "theme": "主题",
    "background": "背景",
    "cause": "原因",
}
HOME = Path("~/.local/share/tongxin-field")

Args = argparse.Namespace
Act = Callable[[Args, Queue], int]
"""Its exit code."""


def parser(acts: Mapping[str, Act]) -> argparse.ArgumentParser:
    """``acts``: what each command does; to ``verify`` nothing is asked of a queue."""
    made = argparse.ArgumentParser(prog="tongxin-field", description="佐证材料离线队列")
    made.add_argument("--queue", type=Path, default=Path(os.environ.get("TONGXIN_FIELD", HOME)))
    commands = made.add_subparsers(required=True, metavar="命令")
    init = _act(commands, "init", acts, "设定平台地址和账号")
    init.add_argument("--url", required=True)
    init.add_argument("--account", required=True)
    init.add_argument("--district", default="")
    add = _act(commands, "add", acts, "存入文件（可离线）")
    add.add_argument("file", type=Path, nargs="+")
    _declaring(add)
    _sending(_act(commands, "send", acts, "上传，凭签名收据删除副本"))
    listed = _act(commands, "list", acts, "列出队列")
    listed.add_argument("--json", action="store_true")
    listed.add_argument("--everything", action="store_true", help="连同已删除的")
    export = _act(commands, "export", acts, "导出文件、清单和收据")
    export.add_argument("id", nargs="*")
    export.add_argument("--to", type=Path, required=True)
    remove = _act(commands, "remove", acts, "放弃一件，须写原因")
    remove.add_argument("id")
    remove.add_argument("--reason", required=True)
    _watching(_act(commands, "watch", acts, "守着相机写入的文件夹"))
    verify = _act(commands, "verify", acts, "凭公钥离线核对收据和文件")
    verify.add_argument("receipt", type=Path)
    verify.add_argument("file", type=Path)
    verify.add_argument("--keys", type=Path, help="公钥（JWKS）；默认用队列里记下的")
    return made


def _act(commands: Any, name: str, acts: Mapping[str, Act], told: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(name, help=told, description=told)
    made.set_defaults(act=acts.get(name), offline=name not in acts)
    return made


def _declaring(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--task", action="append", default=[], help="任务编号，可多次")
    parser.add_argument("--items", nargs="+", default=[], help="考评项，如 B04")
    parser.add_argument("--title", default="")
    parser.add_argument("--district", default="")
    parser.add_argument("--mode", choices=("camera", "gallery", "file"), default="file")
    parser.add_argument("--register", default="")
    parser.add_argument("--row", default="")
    parser.add_argument("--captured-at", default="", help="ISO 8601，带时区；默认取文件时间")
    for name, label in CAPTION.items():
        parser.add_argument(f"--caption-{name}", default="", help=label)


def _sending(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--patience", type=float, default=3600, help="多少秒毫无进展后结束")
    parser.add_argument("--at-once", type=int, default=3, choices=range(1, 9), metavar="1-8")
    parser.add_argument("--drop-rejected", action="store_true", help="未通过校验的副本也删除")
    parser.add_argument("--password-file", type=Path)
    parser.add_argument("--code", default="", help="动态码")
    parser.add_argument("--quiet", action="store_true")


def _watching(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=float, default=5, help="每隔多少秒看一次")
    parser.add_argument("--keep-only", action="store_true", help="只存不传")
    parser.add_argument("--once", action="store_true", help="文件夹静止后结束")
    _declaring(parser)
    _sending(parser)

"""What a check found: one code, a reason for people, and the facts read from the file."""

from datetime import datetime

from msgspec import Struct

from contracts.orders.evidence import Position

OK = "ok"
CHECK_FAILED = "check-failed"
"""The check itself ended badly (killed, out of memory or time): not a word about the file."""

REASONS = {
    "size-mismatch": "文件大小与登记的不一致",
    "sha256-mismatch": "文件内容与登记的校验值不一致",
    "type-not-allowed": "文件内容属于不接受的类型",
    "type-mismatch": "文件内容与登记的类型不符，或混有别种文件",
    "broken-image": "图片已损坏，无法完整打开",
    "decompression-bomb": "文件展开后过大，已停止处理",
    "macro": "文件含有宏、脚本或可自动执行的内容",
    "encrypted": "文件已加密或设有密码，无法检查",
    "unreadable": "文件无法读取",
}
"""Every code for which a file is rejected, with its sentence."""


class Facts(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """``taken_at`` and ``position`` are the picture's own (EXIF), not the manifest's.

    ``malware`` says whether a scanner looked, and why not where none did.
    """

    width: int | None = None
    height: int | None = None
    taken_at: datetime | None = None
    position: Position | None = None
    camera: str = ""
    pages: int | None = None
    members: int | None = None
    malware: str = "not-scanned: no scanner is configured"


class Verdict(Struct, frozen=True, kw_only=True):
    """``tools``: name → version of what looked at the file. ``thumbnail``: one was stored."""

    code: str
    reason: str = ""
    facts: Facts = Facts()
    tools: dict[str, str] = {}
    thumbnail: bool = False

    @property
    def ok(self) -> bool:
        return self.code == OK

"""核验迎检档案：不需要本系统，只用 Python 3.9 以上的标准库。

    python3 核验.py                    核验本文件所在的文件夹
    python3 核验.py 文件夹             核验另一个文件夹
    python3 核验.py --keys 公钥.json   用另行取得的公钥（须装有 cryptography）验证回执和树头的签名

逐一比对每个文件的大小和 SHA-256、每份回执所记的原件，指出多出、缺少、改动过的文件。
退出码：0 完好；1 有改动；2 读不到清单。
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MANIFEST, SUMS = "清单.json", "SHA256SUMS"
WHOLE, ALTERED, UNREADABLE = 0, 1, 2


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--keys", type=Path, help="另行取得的公钥（/receipt-keys）")
    asked = parser.parse_args(arguments)
    try:
        manifest = json.loads((asked.folder / MANIFEST).read_bytes())
        code = digest(asked.folder / SUMS)
        keys = json.loads(asked.keys.read_bytes()) if asked.keys else None
    except (OSError, ValueError) as fault:
        print(f"读不到清单或公钥：{fault}")
        return UNREADABLE
    found = list(faults(asked.folder, manifest, keys))
    for one in found:
        print(one)
    print(f"核验码 {code[:4]} {code[4:8]}，请与档案页面上的核对。")
    if keys is None:
        print("签名未验证：加 --keys 可用另行取得的公钥验证。")
    print(f"不符 {len(found)} 处" if found else f"完好：{len(manifest['files'])} 个文件与清单一致")
    return ALTERED if found else WHOLE


def faults(root: Path, manifest: dict[str, Any], keys: dict[str, Any] | None) -> Iterator[str]:
    """One line for each file or signature that is not as it was bound."""
    listed = {one["path"]: one for one in manifest["files"]}
    yield from _sums(root, listed)
    for path, one in listed.items():
        file = root / path
        if not file.is_file():
            yield f"缺少：{path}"
        elif file.stat().st_size != one["size"] or digest(file) != one["sha256"]:
            yield f"改动过：{path}"
        if one.get("receipt"):
            yield from _receipt(one)
    known = {*listed, MANIFEST, SUMS}
    there = (file for file in root.rglob("*") if file.is_file())
    for name in sorted(file.relative_to(root).as_posix() for file in there):
        if name not in known:
            yield f"多出：{name}"
    if keys is not None:
        yield from _signatures(manifest, keys)


def _sums(root: Path, listed: dict[str, Any]) -> Iterator[str]:
    """The manifest itself, and that both lists say the same."""
    lines = (root / SUMS).read_text("utf-8").splitlines()
    told = {line[66:]: line[:64] for line in lines}
    if told.get(MANIFEST) != digest(root / MANIFEST):
        yield f"改动过：{MANIFEST}"
    for path in sorted({*listed, *told} - {MANIFEST}):
        if path not in listed or told.get(path) != listed[path]["sha256"]:
            yield f"{SUMS} 与 {MANIFEST} 不一致：{path}"


def _receipt(one: dict[str, Any]) -> Iterator[str]:
    """A receipt names the very file that it lies with."""
    try:
        said = json.loads(_raw(one["receipt"].split(".")[1]))
        about = (said["evidence"], said["sha256"], said["size"], said["state"])
    except (ValueError, KeyError, IndexError, TypeError):
        yield f"回执读不懂：{one['path']}"
        return
    if about != (one["evidence"], one["sha256"], one["size"], "SEALED"):
        yield f"回执不是这个文件的：{one['path']}"


def _signatures(manifest: dict[str, Any], keys: dict[str, Any]) -> Iterator[str]:
    signed = [("保管记录树头", manifest["tree_head"])]
    signed += [(one["path"], one["receipt"]) for one in manifest["files"] if one.get("receipt")]
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        yield "签名未能验证：没有装 cryptography"
        return
    for name, token in signed:
        try:
            head, body, signature = token.split(".")
            kid = json.loads(_raw(head))["kid"]
            (key,) = (one for one in keys["keys"] if one["kid"] == kid)
            public = Ed25519PublicKey.from_public_bytes(_raw(key["x"]))
            public.verify(_raw(signature), f"{head}.{body}".encode())
        except (ValueError, KeyError, TypeError, InvalidSignature):
            yield f"签名不符：{name}"


def digest(file: Path) -> str:
    found = hashlib.sha256()
    with file.open("rb") as opened:
        while block := opened.read(1 << 20):
            found.update(block)
    return found.hexdigest()


def _raw(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

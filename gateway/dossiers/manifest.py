"""What stands beside the files: the manifest, the sums, how to check them. Pure."""

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from gateway.dossiers import verify
from gateway.dossiers.volume import Filed, Lack

Json = dict[str, Any]

VERIFIER, README, INDEX = "核验.py", "说明.txt", "总目录.pdf"
MANIFEST, SUMS = verify.MANIFEST, verify.SUMS
HEAD, KEYS, FROZEN = "保管记录树头.txt", "回执公钥.json", "得分快照.json"
ABOUT = """迎检档案

{title}
得分快照  {snapshot}（{at} 冻结，SHA-256 {sha256}）

一、怎么看
  总目录.pdf 列出全部考评内容和页号；每项一个文件夹“年度/类别/项号”，其中“00 卷宗.pdf”有封面、
  测评材料提交表、卷内目录、照片说明和得分说明，其余是材料原件，编号如 D05-2026-003。
  卷宗里的分数都是得分快照里的分数。缺的材料在总目录里逐项写明，并写明牵头单位。

二、怎么核验（不需要本系统）
  1. 装有 Python 3.9 以上的电脑：在解压后的文件夹里运行  python3 核验.py
  2. Linux、macOS：在解压后的文件夹里运行  sha256sum -c SHA256SUMS
  3. 核验程序打印“核验码”，与档案页面或移交单上的核验码相同，才说明整套档案没有被换过。
  4. 要验证签名：从系统 /api/v1/receipt-keys 取得公钥，运行  python3 核验.py --keys 公钥.json
     （须装有 cryptography）。随档案附的“回执公钥.json”只供查看，不能自己证明自己。

三、各文件
  清单.json         每个文件的大小、SHA-256，每件原件的签名回执
  SHA256SUMS        同样的散列值，供 sha256sum 使用
  得分快照.json     本县区在快照中的部分，原文
  保管记录树头.txt  覆盖这些原件保管记录的签名树头
"""


def filed(path: str, made: bytes) -> Filed:
    digest = hashlib.sha256(made).hexdigest()
    return Filed(path=path, size=len(made), sha256=digest, crc=zlib.crc32(made), made=made)


def manifest(head: Mapping[str, Any], files: Iterable[Filed], lacks: Iterable[Lack]) -> bytes:
    """``head``: what is said of the whole."""
    said = {
        **head,
        "files": [_line(one) for one in files],
        "missing": [{"item": one.item, "what": one.what, "lead": one.lead} for one in lacks],
    }
    return json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def _line(file: Filed) -> Json:
    told: Json = {"path": file.path, "sha256": file.sha256, "size": file.size}
    return {**told, "evidence": file.evidence, "receipt": file.receipt} if file.evidence else told


def sums(files: Sequence[Filed]) -> bytes:
    """As ``sha256sum`` writes them. No name holds a line break or a backslash, which it escapes."""
    return "".join(f"{one.sha256}  {one.path}\n" for one in files).encode()


def verifier() -> bytes:
    return Path(verify.__file__).read_bytes()

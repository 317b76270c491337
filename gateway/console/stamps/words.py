"""Words of the page that checks a stamped copy, in Chinese and English."""

WORDS: dict[str, tuple[str, str]] = {
    "stamps": ("核验打印件", "Check a stamped copy"),
    "stamps.unknown": (
        "没有这个核验码。请对照打印件再输一遍；字母 O、I 不会写成数字 0、1。",
        "No such code. Compare it with the copy: it has no digits 0, 1, 8 or 9.",
    ),
    "stamps.known": (
        "本系统封存过这份材料。请核对下列各项与打印件是否一致。",
        "This system sealed the original. Compare what follows with the copy.",
    ),
    "stamps.code": ("核验码", "Code"),
    "stamps.number": ("编号", "Number"),
    "stamps.district": ("区县", "District"),
    "stamps.sealed": ("封存时间", "Sealed"),
    "stamps.state": ("状态", "State"),
    "stamps.state.SEALED": ("封存中", "sealed"),
    "stamps.state.DISPOSED": (
        "已按清册销毁，只留保管记录",
        "disposed of; its record of custody stays",
    ),
    "stamps.hash": ("原件 SHA-256 前 16 位", "SHA-256 of the original, first 16 signs"),
    "stamps.compare": ("手上有文件？核对是不是原件", "Is a file the original?"),
    "stamps.how": (
        "文件不上传，只在这台电脑上算校验值。打印副本与原件的校验值不同，这里核对的是原件。",
        "The file is not sent; its hash is computed here. A stamped copy has another hash than "
        "the original: this compares originals.",
    ),
    "stamps.file": ("选择文件", "File"),
    "stamps.sha256": ("校验值 SHA-256（64 位十六进制）", "SHA-256 (64 hexadecimal digits)"),
    "stamps.send": ("核对", "Compare"),
    "stamps.same": ("一致：这就是封存的原件。", "The same: this is the sealed original."),
    "stamps.other": ("不一致：不是封存的原件。", "Not the same: it is not the sealed original."),
    "stamps.misread": ("校验值须为 64 位十六进制。", "A hash is 64 hexadecimal digits."),
    "stamps.large": (
        "文件太大，请用别的工具算出校验值再填。",
        "The file is too large; compute its hash with another tool and type it.",
    ),
}

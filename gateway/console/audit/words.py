"""Words of 审计, in Chinese and English."""

WORDS: dict[str, tuple[str, str]] = {
    "nav.audit": ("审计", "Audit"),
    "audit.title": ("审计日志", "Audit log"),
    "audit.lead": (
        "谁何时登录、被拒、变更权限、导出、查看个人信息。每条保存 {days} 天，改动、删除都能查出。",
        "Who signed in, was refused, changed rights, exported, or looked at persons, and when. "
        "Each row is kept for {days} days; none can be changed or removed unseen.",
    ),
    "audit.verify": ("核对日志是否被改动", "Verify the log"),
    "audit.verify_lead": (
        "从第一条起逐条核对。手头有上次抄存的编号和校验码的，一并填上，末尾被截去也能发现。",
        "Row by row from the first. With a number and code noted earlier, rows cut off at the end "
        "are found too.",
    ),
    "audit.head": ("上次抄存的编号和校验码", "Number and code noted earlier"),
    "audit.head_hint": (
        "可不填。形如 1024:3f9a…（64 位）。",
        "May stay empty. As 1024:3f9a… (64 signs).",
    ),
    "audit.head_wrong": (
        "写法不对：编号、冒号、64 位校验码，中间没有空格。",
        "Not in this form: number, colon, 64 signs, without blanks.",
    ),
    "audit.whole": (
        "共核对 {count} 条，都与写入时一致。",
        "{count} rows looked at: all are as they were written.",
    ),
    "audit.part": (
        "已核对前 {count} 条；日志较长，请运维人员用命令核对其余：python -m gateway.audit verify",
        "The first {count} rows were looked at; for the rest have operations run: "
        "python -m gateway.audit verify",
    ),
    "audit.none_yet": ("日志里还没有记录。", "The log is empty."),
    "audit.broken": (
        "日志有 {count} 处与写入时不一致。请保护现场，报告安全管理员和单位负责人。",
        "The log differs in {count} places from what was written. Leave everything as it is and "
        "report to the security administrator and those in charge.",
    ),
    "audit.fault.altered": ("第 {a} 条被改动", "row {a} was altered"),
    "audit.fault.unread": ("第 {a} 条读不出来", "row {a} cannot be read"),
    "audit.fault.follows": (
        "第 {a} 条与前一条（第 {b} 条）接不上",
        "row {a} does not follow row {b}",
    ),
    "audit.fault.removed": ("第 {a} 至 {b} 条被删除", "rows {a} to {b} were removed"),
    "audit.fault.cut": (
        "末尾第 {a} 至 {b} 条被截去",
        "rows {a} to {b} were removed from the end",
    ),
    "audit.fault.other": (
        "第 {a} 条不是抄存的那一条",
        "row {a} is not the one that was noted",
    ),
    "audit.note": (
        "请把下面这一行抄存在本系统之外，下次核对时填上：",
        "Note this line outside of this system, and give it the next time:",
    ),
    "audit.back": ("返回审计日志", "Back to the log"),
    "audit.at": ("时间", "Time"),
    "audit.who": ("谁", "Who"),
    "audit.what": ("做了什么", "What"),
    "audit.source": ("来自", "From"),
    "audit.kind": ("类别", "Kind"),
    "audit.kind.sign-in": ("登录", "Sign-ins"),
    "audit.kind.refusal": ("越权被拒", "Refusals"),
    "audit.kind.rights": ("权限变更", "Changes of rights"),
    "audit.kind.export": ("导出", "Exports"),
    "audit.kind.read": ("查看个人信息", "Looks at persons"),
    "audit.outcome": ("结果", "Outcome"),
    "audit.outcome.ok": ("已办", "done"),
    "audit.outcome.refused": ("被拒", "refused"),
    "audit.by": ("操作账号", "By account"),
    "audit.about": ("涉及账号或地址", "About"),
    "audit.since": ("从", "From"),
    "audit.until": ("到", "Until"),
    "audit.show": ("查找", "Find"),
    "audit.all": ("全部", "All"),
    "audit.no_filter": ("显示全部", "Show all"),
    "audit.first": ("回到最新", "To the newest"),
    "audit.none_such": ("没有符合条件的记录", "No such rows"),
    "audit.nobody": ("未知账号", "unknown account"),
    "audit.many": (
        "同一来源十分钟内被拒 {count} 次，其余只计数",
        "{count} refusals from one source within ten minutes; the rest is only counted",
    ),
    "audit.sign_in": ("登录", "signed in"),
    "audit.sign_in_refused": ("登录被拒", "was refused a sign-in"),
    "audit.refusal": ("办理无权办理的事，被拒：", "was refused for want of a right:"),
    "audit.export": ("导出：", "exported:"),
    "audit.read.accounts": ("查看账号名单和联系方式", "looked at the list of accounts"),
    "audit.read.persons": ("查看人员名单", "looked at the list of persons"),
    "audit.read.one": ("查看{about}的账号和联系方式", "looked at the account of {about}"),
    "audit.did.other": ("变更{about}的权限", "changed the rights of {about}"),
    "audit.did.opened": ("为{about}开通账号：{told}", "opened an account for {about}: {told}"),
    "audit.did.changed": ("变更{about}的岗位或单位：{told}", "changed {about}: {told}"),
    "audit.did.contact": ("变更{about}的联系方式", "changed how {about} is reached"),
    "audit.did.link": ("给{about}发一次性链接", "sent {about} a one-time link"),
    "audit.did.disabled": ("停用{about}的账号", "disabled the account of {about}"),
    "audit.did.enabled": ("恢复{about}的账号", "enabled the account of {about}"),
    "audit.did.unlock": ("解除{about}的登录限制", "unlocked {about}"),
    "audit.did.sign_out": ("使{about}的登录全部退出", "signed {about} out everywhere"),
    "audit.did.second_factor": ("{about}启用动态码", "{about} enrolled a second factor"),
    "audit.did.second_factor_removed": (
        "停用{about}的动态码",
        "removed the second factor of {about}",
    ),
    "audit.did.password_changed": ("{about}修改密码", "{about} changed the password"),
    "audit.did.password_by_link": (
        "{about}用一次性链接设置密码",
        "{about} chose a password by link",
    ),
}

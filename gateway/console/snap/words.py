"""Words of 随手拍, in Chinese and English."""

from contracts.words import LEAD_STATE_NAMES

STATES = {
    "sending": "photo on its way",
    "open": "waits",
    "kept": "kept as evidence",
    "found": "became a finding",
    "answered": "answered",
    "dismissed": "not pursued",
    "lapsed": "photo never came",
}

WORDS: dict[str, tuple[str, str]] = {
    "nav.leads": ("随手拍线索", "Leads"),
    "nav.snap": ("随手拍设定", "Leads: rules"),
    "snap": ("随手拍", "Report with a photo"),
    "snap.lead": (
        "看到双拥设施破损、宣传栏缺损等情况，拍一张照片告诉我们。不用登录，不用留姓名电话。",
        "Something broken or missing? Send one photo. No account, no name.",
    ),
    "snap.off": ("现在没有区县开通随手拍", "No district takes photos at present"),
    "snap.off_more": ("可以用文字反映。", "You can write instead."),
    "snap.no_script": (
        "这个浏览器关闭了脚本，照片传不上来；可以用文字反映：",
        "Without scripts no photo can be sent; you can write instead:",
    ),
    "snap.district": ("哪个区县", "District"),
    "snap.photo": ("照片", "Photo"),
    "snap.photo_hint": (
        "一张 JPEG、PNG 或 HEIC，不超过 10 MB。请避开人脸、车牌；军事管理区内不要拍摄。",
        "One JPEG, PNG or HEIC, up to 10 MB. No faces or plates; never within military areas.",
    ),
    "snap.place": ("在哪里", "Where"),
    "snap.place_hint": (
        "写地点，或从列出的地点里选；说不清也可以不填。",
        "In words, or one of the places listed; leave it out where you cannot tell.",
    ),
    "snap.position": ("手机定位", "The phone's position"),
    "snap.no_position": ("不附位置", "none"),
    "snap.position_hint": (
        "只在按下按钮时定位一次，答复后即删除；军事管理区内不要定位。",
        "Taken once, when the button is pressed, and deleted with the answer; never within "
        "military areas.",
    ),
    "snap.said": ("什么情况", "What is it"),
    "snap.said_hint": (
        "不超过 200 字。请勿填写姓名、电话和涉密内容。",
        "Up to 200 characters; no names, no telephone numbers.",
    ),
    "snap.send": ("送出", "Send"),
    "snap.sending": ("正在上传，请稍候……", "Sending …"),
    "snap.broken": ("没有传完，请检查网络后再按一次“送出”。", "Not sent; try again."),
    "snap.too_large": ("照片超过 10 MB，请换一张小一些的。", "The photo is over 10 MB."),
    "snap.no_photo": ("请选一张 JPEG、PNG 或 HEIC 照片。", "Choose a JPEG, PNG or HEIC photo."),
    "snap.promise": (
        "照片答复后即删除，最迟到期删除，留作佐证的除外；不记录网络地址。"
        "照片里带的拍摄位置、时间、机型，查验时即去除，不保存。",
        "The photo is deleted with the answer or when its days are over, unless it is kept as "
        "evidence; no network address is kept. Position, time and camera that it holds are taken "
        "out of it when it is checked.",
    ),
    "snap.find": ("看答复", "Look for the answer"),
    "snap.code": ("查询码", "Code"),
    "snap.look": ("查询", "Look"),
    "snap.none": ("没有这个查询码。", "There is no such code."),
    "snap.yours": ("您的线索", "Your lead"),
    "snap.keep_code": ("请记下查询码，凭它看答复。", "Write the code down: it shows the answer."),
    "snap.brought": ("送来时间", "Brought"),
    "snap.held": ("已收到", "received"),
    "snap.not_held": ("没有照片（没有送达，或已删除）", "none (not received, or deleted)"),
    "snap.checking": ("正在检查，请过一会再看", "being checked; look again in a while"),
    "snap.no_good": (
        "照片打不开，或不是照片，没有收下，说明也已删除。",
        "What came cannot be opened or is no photo; nothing of it was kept.",
    ),
    "snap.refused": ("没有收下", "not taken"),
    "snap.again": ("换一张再送", "Send another"),
    "snap.answer": ("答复", "Answer"),
    "snap.one": ("一条线索", "A lead"),
    "snap.state": ("状态", "State"),
    "snap.all": ("全部", "All"),
    "snap.counts": (
        "{year} 年共 {total} 件：照片在传或在查 {sending}，待处理 {open}，已留作佐证 {kept}，"
        "已转为问题 {found}，已答复 {answered}，不予处理 {dismissed}，"
        "照片没有送达或不是照片 {lapsed}。",
        "{year}: {total} leads: {sending} on their way or being checked, {open} wait, {kept} kept, "
        "{found} findings, {answered} answered, {dismissed} not pursued, {lapsed} without a photo.",
    ),
    "snap.empty": ("没有线索", "No leads"),
    "snap.empty_more": ("开通后，群众可以拍照反映。", "Once switched on, anybody may send one."),
    "snap.outcome": ("怎样处理", "What becomes of it"),
    "snap.do.answered": ("答复（照片随即删除）", "answer (the photo is deleted)"),
    "snap.do.kept": ("留作佐证（照片封存，可列为督查问题）", "keep as evidence (for a finding)"),
    "snap.do.dismissed": ("不予处理（照片随即删除）", "do not pursue (the photo is deleted)"),
    "snap.text": ("答复或理由", "Answer or reason"),
    "snap.text_hint": (
        "答复和不予处理的理由，反映人凭查询码看得到。",
        "Whoever brought it reads an answer or a refusal's reason by the code.",
    ),
    "snap.settle": ("办理", "Settle"),
    "snap.kept_for": ("留存理由", "Kept because"),
    "snap.kept_how": (
        "照片已封存为佐证材料，检查人员记录问题时可以选用；列为问题后仍可答复反映人。",
        "The photo is sealed evidence: an inspector may name it in a finding; answer afterwards.",
    ),
    "snap.finding": ("督查问题", "Finding"),
    "snap.to_finding": ("打开这个问题", "Open it"),
    "snap.rules_lead": (
        "开通后，任何人不用登录就能送来一张照片和一段说明。默认不开通。",
        "Once on, anybody may send one photo with words. Off unless you switch it on.",
    ),
    "snap.show": ("查看", "Show"),
    "snap.is_on": ("已开通", "on"),
    "snap.is_off": ("没有开通", "off"),
    "snap.on": ("开通随手拍", "Take photos"),
    "snap.days": ("照片最多保留多少天", "Days a photo is held at most"),
    "snap.days_hint": (
        "1 至 180 天；到期没有办理的照片自动删除。",
        "1 to 180; then it is deleted.",
    ),
    "snap.sites": ("不收照片的地点", "Places of which nothing is taken"),
    "snap.sites_hint": (
        "一行一个名称；写到它的线索不收，什么都不留。",
        "A name a line; a lead that names it is refused, and nothing of it is kept.",
    ),
    "snap.places": ("供选的地点", "Places to choose from"),
    "snap.places_hint": (
        "一行一个名称，任何人都看得到；可以抄点位表里公开的地点。",
        "A name a line; everybody reads them. Public places of a register may be copied here.",
    ),
    "snap.save": ("保存设定", "Save"),
    "done.snap.settled": ("已办理。", "Settled."),
    "done.snap.ruled": ("设定已保存。", "Saved."),
    **{f"snap.state.{state}": (name, STATES[state]) for state, name in LEAD_STATE_NAMES.items()},
}

"""Words of 运维, in Chinese and English."""

WORDS: dict[str, tuple[str, str]] = {
    "nav.running": ("运维", "Operations"),
    "running.title": ("运维", "Operations"),
    "running.all_well": ("六项承诺都守住了。", "All six promises hold."),
    "running.broken": ("{count} 项承诺没有守住，请先处理。", "{count} promises do not hold."),
    "running.unsure": (
        "{count} 项现在无法判断，其余守住了。",
        "Of {count} nothing can be said now; the others hold.",
    ),
    "running.at": ("{at} 查看", "looked at {at}"),
    "running.again": ("再看一次", "Look again"),
    "running.promises": ("一、承诺", "1. Promises"),
    "running.promise": ("承诺", "Promise"),
    "running.now": ("现在", "Now"),
    "running.held": ("守住", "holds"),
    "running.not_held": ("没有守住", "does not hold"),
    "running.not_known": ("无法判断", "unknown"),
    "running.unknown": (
        "现在取不到，无法判断。",
        "Not to be had now: nothing can be said.",
    ),
    "running.uploads": ("上传的材料不丢失", "No upload is lost"),
    "running.uploads.ok": (
        "收到的材料都在按时查验，{count} 件在查。",
        "What arrived is checked in time; {count} under way.",
    ),
    "running.uploads.not": (
        "{count} 件收到后超过十五分钟没有查完，最早一件 {at}。",
        "{count} arrived more than fifteen minutes ago and are not checked, the first at {at}.",
    ),
    "running.parked": ("消息不搁置", "Nothing is parked"),
    "running.parked.ok": ("没有搁置的消息。", "No message is parked."),
    "running.parked.not": (
        "有消息搁置，等人处理：{names}。处理办法见下面第四部分。",
        "Messages wait for a person: {names}. See part 4.",
    ),
    "running.recomputed": ("分数经得起重算", "Scores stand a recompute"),
    "running.recomputed.ok": ("{at} 全部重算，逐项一致。", "All equal when recomputed at {at}."),
    "running.recomputed.red": (
        "最近一次重算在 {at}，已超过一天，请查看计分服务。",
        "Last recomputed at {at}, more than a day ago: look at the scoring service.",
    ),
    "running.recomputed.not": (
        "最近一次重算有 {count} 项与存的分数不同。",
        "{count} scores differed when last recomputed.",
    ),
    "running.recomputed.none": (
        "计分服务启动以来还没有重算过；每夜一次，也可在下面立即比对。",
        "Not yet since the scoring service began; it happens nightly, or below at once.",
    ),
    "running.outbox": ("办完的事及时通知各处", "What is done is told in time"),
    "running.outbox.ok": (
        "待发的最久 {seconds} 秒。",
        "The oldest waits for {seconds} s.",
    ),
    "running.outbox.red": (
        "待发的最久已等 {seconds} 秒，请查看消息服务（RabbitMQ）。",
        "The oldest waits for {seconds} s: look at RabbitMQ.",
    ),
    "running.worded": ("消息按设定的写法发出", "Messages say what the city set"),
    "running.worded.ok": (
        "服务启动以来都照设定的写法发出。",
        "Since the service began all went out as they are worded.",
    ),
    "running.worded.red": (
        "服务启动以来有 {count} 次设定的写法生成不出来，已改用平台自带的写法发出；"
        "请市双拥办在“消息样式”里核对。",
        "{count} times since the service began a wording could not be filled in, and the text that "
        "came with the platform went out: the city's office looks at 消息样式.",
    ),
    "running.ready": ("各服务可用", "Every service is ready"),
    "running.ready.ok": ("{count} 个服务都可用。", "All {count} are ready."),
    "running.ready.not": ("不可用：{names}。", "Not ready: {names}."),
    "running.services": ("二、服务与队列", "2. Services and queues"),
    "running.service": ("服务", "Service"),
    "running.state": ("状态", "State"),
    "running.is_ready": ("可用", "ready"),
    "running.is_not": ("不可用", "not ready"),
    "running.version": ("版本", "Version"),
    "running.up": ("已运行", "Up for"),
    "running.hours": ("{hours} 小时", "{hours} h"),
    "running.count.parked": ("搁置", "Parked"),
    "running.count.outbox": ("待发", "To be told"),
    "running.count.lost": ("退回", "Sent home"),
    "running.silent": ("没有答复：{fault}", "No answer: {fault}"),
    "running.none_configured": (
        "没有设置各服务的健康地址（TONGXIN_HEALTH_OF），只能看到网关自己。",
        "The services' health addresses are not set (TONGXIN_HEALTH_OF): only the gateway is seen.",
    ),
    "running.sizes": ("三、各区县在用账号", "3. Accounts in use by district"),
    "running.sizes_away": (
        "数据库不可用，此处暂时取不到；上面各项不受影响。",
        "The database is away: not to be had now. What stands above is not affected.",
    ),
    "running.district": ("区县", "District"),
    "running.accounts": ("在用账号", "Accounts in use"),
    "running.tools": ("四、处理办法", "4. What to do"),
    "running.parked_how": (
        "搁置的消息不会丢。先看原因，原因消除后放回；放回几次都不会重复办理。在部署的机器上执行：",
        "A parked message is not lost. See the reason, mend it, and put the message back: whatever "
        "is put back twice is done once. On the machine of the deployment:",
    ),
    "running.compare": ("立即重算比对", "Compare now"),
    "running.compare_lead": (
        "按事实把一个区县一年的分数重新算一遍，与存的逐项比对；只比对，不改动。",
        "Works a district's year out again from its facts and compares; nothing is changed.",
    ),
    "running.year": ("年度", "Year"),
    "running.equal": (
        "{items} 项都一致，共 {facts} 条事实。",
        "All {items} items are equal, of {facts} facts.",
    ),
    "running.differ": (
        "{count} 项不同：{items}。请把本页和追踪号交给开发方。",
        "{count} items differ: {items}. Give this page and its trace id to the developers.",
    ),
}

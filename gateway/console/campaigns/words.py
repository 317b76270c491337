"""Words of the pages of campaigns, in Chinese and English."""

WORDS: dict[str, tuple[str, str]] = {
    "nav.campaigns": ("年度与分解表", "Years and tables"),
    "campaigns": ("年度创建", "Campaigns"),
    "campaigns.count": ("共启动 {count} 个年度。", "{count} years are open."),
    "campaigns.none": ("还没有启动年度创建。", "No year has been opened."),
    "campaigns.none_more": (
        "先导入并发布考评标准，再启动年度，然后各区县导入任务分解表。",
        "First publish a standard, then open a year; then the districts bring their tables.",
    ),
    "campaigns.open": ("启动年度创建", "Open a year"),
    "campaigns.open_lead": (
        "启动之后，所选区县按这一版标准分解任务、计分。",
        "The districts then break down this standard, and are scored by it.",
    ),
    "campaigns.year": ("年度", "Year"),
    "campaigns.name": ("名称", "Name"),
    "campaigns.standard": ("考评标准", "Standard"),
    "campaigns.districts": ("参加的区县", "Districts"),
    "campaigns.table": ("{district}任务分解表", "Table of tasks, {district}"),
    "campaigns.rows": ("共 {count} 项，按任务现状列出。", "{count} rows, as the tasks stand."),
    "campaigns.no_table": ("还没有下达任务分解表。", "There is no table of tasks yet."),
    "campaigns.no_table_more": (
        "有现成的分解表就导入；没有，就按标准写明的职责角色分解。",
        "Import the table that you have, or break it down by the roles of the standard.",
    ),
    "campaigns.import": ("导入任务分解表", "Import a table"),
    "campaigns.by_roles": ("按职责角色分解", "Break down by roles"),
    "campaigns.by_roles_lead": (
        "标准写明了各项由哪个职责角色负责，系统按各单位承担的角色逐项分派。",
        "The standard names a role for each item; tasks go to the units that serve them.",
    ),
    "campaigns.due": ("统一期限", "Day due"),
    "campaigns.look": ("看看会怎样分派", "See what it makes"),
    "campaigns.save": ("保存答复", "Save the answers"),
    "campaigns.alone": (
        "其余 {count} 处没有对应单位，都不计入",
        "Leave out the other {count}: no unit serves them",
    ),
    "campaigns.made": (
        "会下达 {count} 项任务，还有 {open} 处要您答复。",
        "It makes {count} tasks; {open} questions are open.",
    ),
    "campaigns.faults": ("有 {count} 处不能办：", "{count} faults:"),
    "campaigns.questions": ("要您答复的", "Questions"),
    "campaigns.give": ("下达任务", "Give the tasks"),
    "campaigns.changes": ("原有分解表会有这些改动：", "The present table changes so:"),
    "campaigns.task": ("考评内容", "Item"),
    "campaigns.person": ("责任人", "Person"),
    "campaigns.due_day": ("期限", "Due"),
    "done.campaign-opened": ("年度创建已启动。", "The year is open."),
    "done.campaign-decomposed": (
        "任务已下达，正在逐项生成。",
        "The tasks are given and are being made.",
    ),
}

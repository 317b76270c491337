"""Words of the first hour, in Chinese and English."""

WORDS: dict[str, tuple[str, str]] = {
    "first_hour": ("开局引导", "The first hour"),
    "first_hour.link": ("不知道从哪里开始？看开局引导", "Where to begin: the first hour"),
    "first_hour.goes_on": ("开局还没走完：", "The first hour is not over: "),
    "first_hour.see": ("看下一步做什么", "see what comes next"),
    "first_hour.lead": (
        "从一张白纸到第一项任务办成，共 {all} 步，已完成 {done} 步。按顺序做，每一步都有一个页面。",
        "From nothing to the first task that is confirmed in {all} steps; {done} are done. "
        "Each step has its page.",
    ),
    "first_hour.over": ("开局已经走完。", "The first hour is over."),
    "first_hour.over.more": (
        "第一项任务已经确认，以后从“今日要办”开始就行。",
        "The first task is confirmed; from now on begin with the page of the day.",
    ),
    "first_hour.home": ("去首页", "To your first page"),
    "first_hour.lacking": ("还差：", "Still lacking: "),
    "first_hour.more": ("等，另有 {count} 个", " and {count} more"),
    "first_hour.office": ("开通市双拥办账号", "The city office's account"),
    "first_hour.office.need": (
        "安装后只有系统管理员能登录，而系统管理员不办业务。给市双拥办主任开通一个账号，"
        "把一次性链接交给本人设密码。",
        "After the installation only the administrator can sign in, who does no business. Open an "
        "account for the head of the city's office and hand over its one-time link.",
    ),
    "first_hour.office.act": ("开通市双拥办账号", "Open the account"),
    "first_hour.office.by": ("由系统管理员办理。", "The system administrator does this."),
    "first_hour.districts": ("设立区县", "Districts"),
    "first_hour.districts.need": (
        "每个参加创建的区县一个名称、一个代码；代码定了不能改。",
        "A name and a code for each that takes part; the code stays.",
    ),
    "first_hour.districts.act": ("设立区县", "Add a district"),
    "first_hour.districts.by": ("由市双拥办办理。", "The city's office does this."),
    "first_hour.staff": ("区县双拥办和审核人员账号", "Offices and reviewers of districts"),
    "first_hour.staff.need": (
        "每个区县至少一名双拥办人员、一名审核人员；市级的审核人员、督查人员和分管领导也在这里开通。",
        "At least one of the office and one reviewer for each district; the city's own reviewers, "
        "inspectors and leaders too.",
    ),
    "first_hour.staff.act": ("开通账号", "Open accounts"),
    "first_hour.staff.by": ("由市双拥办办理。", "The city's office does this."),
    "first_hour.units": ("登记责任单位", "Units"),
    "first_hour.units.need": (
        "任务下达给单位。准备一张单位名单（Excel 或 Word 都行），列单位名称和类型；"
        "另列“职责角色”一栏的，第八步可以按标准自动分派。",
        "Tasks go to units. Bring a list with name and kind; with a column of their roles, "
        "step 8 can hand out tasks by the standard.",
    ),
    "first_hour.units.act": ("导入单位名单", "Import the list"),
    "first_hour.units.by": ("由区县双拥办或市双拥办办理。", "An office does this."),
    "first_hour.people": ("开通单位人员账号", "People of the units"),
    "first_hour.people.need": (
        "每个牵头单位一名联系人。准备一张人员名单：姓名、岗位、单位；每人会得到一个一次性链接。",
        "A contact for each unit that leads. Bring a list: name, role, unit; everybody gets a "
        "one-time link.",
    ),
    "first_hour.people.act": ("导入人员名单", "Import the people"),
    "first_hour.people.by": ("由区县双拥办或市双拥办办理。", "An office does this."),
    "first_hour.standard": ("导入并发布考评标准", "The standard"),
    "first_hour.standard.need": (
        "把省里印发的考评标准表原样导入，回答系统读不准的地方，看过试算后发布。",
        "Import the province's table as it is, answer what it leaves open, look at the dry run and "
        "publish it.",
    ),
    "first_hour.standard.act": ("导入考评标准", "Import the standard"),
    "first_hour.standard.by": (
        "由市双拥办或省级人员办理。",
        "The city's office or the province does this.",
    ),
    "first_hour.year": ("启动年度创建", "The year"),
    "first_hour.year.need": (
        "选定年度、用哪一版标准、哪些区县参加。",
        "Which year, which version of the standard, which districts.",
    ),
    "first_hour.year.act": ("启动年度创建", "Open the year"),
    "first_hour.year.by": ("由市双拥办办理。", "The city's office does this."),
    "first_hour.table": ("下达任务分解表", "The table of tasks"),
    "first_hour.table.need": (
        "有现成的分解表就导入；没有，就按标准写明的职责角色分派。每项一个牵头单位、一名责任人、一个期限。",
        "Import the table you have, or let the standard's roles decide. Each item has one lead, "
        "one person, one day.",
    ),
    "first_hour.table.act": ("打开分解表", "Open the table"),
    "first_hour.table.by": ("由区县双拥办或市双拥办办理。", "An office does this."),
    "first_hour.task": ("办成第一项任务", "The first task"),
    "first_hour.task.need": (
        "牵头单位的联系人登录后认领任务、上传佐证、提交成果；区县审核人员确认。",
        "The unit's contact accepts it, uploads what proves it and hands it in; the district's "
        "reviewer confirms.",
    ),
    "first_hour.task.act": ("看任务", "Look at the tasks"),
    "first_hour.task.by": (
        "由牵头单位提交、区县审核人员确认。",
        "The unit and the reviewer do this.",
    ),
}

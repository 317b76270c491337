"""Words of 人员与账号, in Chinese and English."""

from contracts.words import ROLE_NAMES

ROLES_IN_ENGLISH = {
    "city_office": "City office",
    "district_office": "District office",
    "unit": "Contact of a unit",
    "field": "Field worker",
    "inspector": "Inspector",
    "reviewer": "Reviewer",
    "province_reviewer": "Provincial reviewer",
    "leader": "Leader",
    "operations": "Operations",
    "system_admin": "System administrator",
    "security_admin": "Security administrator",
    "auditor": "Auditor",
}

WORDS: dict[str, tuple[str, str]] = {
    "nav.accounts": ("人员与账号", "People"),
    **{
        f"accounts.role.{role}": (name, ROLES_IN_ENGLISH[role]) for role, name in ROLE_NAMES.items()
    },
    "accounts.and": ("、", ", "),
    "accounts.lead": (
        "谁能登录、什么岗位、在哪个单位。点开姓名办理变更、重置密码、停用。",
        "Who may sign in, with which duties, where. Open a name to change, reset or disable it.",
    ),
    "accounts.open": ("开通账号", "Open an account"),
    "accounts.open_lead": (
        "本人用一次性链接设置密码，您不用知道密码。填了邮箱的发到邮箱，没填的由您当面交。",
        "The person chooses a password by a one-time link, which goes to the mail address or, "
        "without one, is handed over by you.",
    ),
    "accounts.open_send": ("开通账号", "Open the account"),
    "accounts.step_scope": ("一、在哪里", "1. Where"),
    "accounts.step_person": ("二、谁、什么岗位", "2. Who, and with which duties"),
    "accounts.take_district": ("选定", "Take it"),
    "accounts.choose": ("请选择", "Choose"),
    "accounts.find": ("姓名或账号", "Name or account"),
    "accounts.all": ("全部", "All"),
    "accounts.show": ("查找", "Find"),
    "accounts.no_filter": ("显示全部", "Show all"),
    "accounts.first": ("回到第一页", "To the first page"),
    "accounts.none": ("还没有账号", "No accounts yet"),
    "accounts.none_more": ("先开通第一个账号。", "Open the first one."),
    "accounts.none_such": ("没有符合条件的账号", "No such account"),
    "accounts.names_away": (
        "区县和单位名称暂时取不到，账号本身不受影响。",
        "Names of districts and units are not to be had just now; accounts are not affected.",
    ),
    "accounts.name": ("姓名", "Name"),
    "accounts.account": ("账号", "Account"),
    "accounts.account_hint": (
        "可不填，按姓名拼音自动取。自己定的话用小写字母开头，可含数字和短横线，2 至 40 个字符。",
        "May stay empty: it is made from the name. Else small letters, digits and hyphens, "
        "2 to 40, a letter first.",
    ),
    "accounts.roles": ("岗位", "Duties"),
    "accounts.roles_hint": (
        "可多选。督查、审核人员不兼被查单位的岗位；系统管理员、安全管理员、审计员各由专人担任。",
        "Several may be chosen. Who inspects or reviews has no duty in what is looked into; each "
        "administrator and the auditor is a person apart.",
    ),
    "accounts.district": ("区县", "District"),
    "accounts.unit": ("单位", "Unit"),
    "accounts.no_unit": ("不属单位（看全区）", "None (the whole district)"),
    "accounts.unit_hint": (
        "单位联系人、外勤人员必须选单位；其他岗位不选。",
        "Contacts and field workers need a unit; others have none.",
    ),
    "accounts.where": ("区县与单位", "District and unit"),
    "accounts.contact": ("联系方式", "Contact"),
    "accounts.email": ("邮箱", "Mail"),
    "accounts.email_hint": ("收通知用，例如 lifang@example.gov.cn。", "For notices."),
    "accounts.telephone": ("手机或电话", "Telephone"),
    "accounts.telephone_hint": (
        "十一位手机号，或带区号的座机，例如 0936-8210000。",
        "Eleven digits, or with an area code: 0936-8210000.",
    ),
    "accounts.contact_send": ("保存联系方式", "Save"),
    "accounts.state": ("状态", "State"),
    "accounts.state.pending": ("正在开通", "being opened"),
    "accounts.state.invited": ("已邀请，未设密码", "invited, no password yet"),
    "accounts.state.active": ("在用", "in use"),
    "accounts.state.disabled": ("已停用", "disabled"),
    "accounts.opened": ("账号已开通", "The account is open"),
    "accounts.relinked": ("一次性链接", "A one-time link"),
    "accounts.link_lead": (
        "请把下面的链接交给{name}本人（账号 {account}），由本人设置密码。",
        "Hand the link to {name} in person (account {account}), who chooses a password with it.",
    ),
    "accounts.link": ("一次性链接", "One-time link"),
    "accounts.link_until": ("{until} 前有效，用过即失效。", "Holds until {until}, for one use."),
    "accounts.link_once": (
        "链接只显示这一次。谁拿到链接谁就能设密码：当面交，或发到本人的政务通讯，不要发到群里。",
        "It is shown this once. Whoever has it can choose the password: hand it over in person, "
        "never to a group.",
    ),
    "accounts.mailed_lead": (
        "设置密码的链接已发往 {email}，请 {name} 查收（账号 {account}）。",
        "The link is on its way to {email}; {name} chooses a password with it (account {account}).",
    ),
    "accounts.mailed_about": (
        "收不到的，请核对邮箱，或在这个账号的页面上改为当面交链接；再发一次，这一个即失效。",
        "If it does not arrive, check the address, or hand a link over from the page of the "
        "account; this one is void then.",
    ),
    "accounts.mailed_to": ("链接已发往 {email}", "mailed to {email}"),
    "accounts.mailed_done": ("返回账号", "Back to the account"),
    "accounts.link_open": (
        "有一个设置密码的链接待用，{until} 前有效",
        "a link to choose a password is open until {until}",
    ),
    "accounts.wecom": ("企业微信账号", "WeCom user"),
    "accounts.wecom_hint": (
        "企业微信管理后台里的“账号”（userid）；没有用企业微信的留空。",
        "The userid in the organisation's WeCom; empty without one.",
    ),
    "accounts.subject": ("{name}的身份编号", "Number at {name}"),
    "accounts.subject_hint": (
        "本人用它登录时，页面上会显示自己的编号；留空即解除绑定。",
        "A person who comes by it is shown the number; leave it empty to unbind.",
    ),
    "accounts.identity_send": ("保存身份绑定", "Save the number"),
    "done.accounts_identity": ("身份绑定已保存。", "The number is saved."),
    "accounts.withdraw_link": ("作废链接", "Void the link"),
    "accounts.withdraw_about": (
        "发错了人或不再需要时用；之后可以再发。",
        "Where it went to the wrong person; another can be sent later.",
    ),
    "accounts.reset_mail": ("发邮件重置密码", "Reset the password by mail"),
    "accounts.invite_mail": ("发邮件邀请", "Invite by mail"),
    "accounts.mail_about": (
        "把一次性链接发到登记的邮箱；原来的链接随即失效。",
        "Mails a one-time link to the address above; an earlier one is void then.",
    ),
    "done.accounts_withdrawn": ("链接已作废。", "The link is void."),
    "accounts.link_done": ("已交给本人，返回", "Handed over; back"),
    "accounts.duty": ("岗位与单位", "Duties and unit"),
    "accounts.change": ("变更岗位或单位", "Change duties or unit"),
    "accounts.change_lead": (
        "变更立即生效，本人须重新登录。",
        "It holds at once; the person has to sign in again.",
    ),
    "accounts.change_send": ("保存变更", "Save the change"),
    "accounts.leave": ("不变更，返回", "Back without a change"),
    "accounts.signing_in": ("登录", "Signing in"),
    "accounts.reset": ("重置密码，当面交链接", "Reset the password by hand"),
    "accounts.reset_about": (
        "得到一个一次性链接；本人设好新密码之前，原密码仍可用。",
        "Gives a one-time link; the old password holds until the new one is chosen.",
    ),
    "accounts.invite_again": ("重发链接，当面交", "Another link by hand"),
    "accounts.invite_about": (
        "以前发的链接随即失效。",
        "An earlier link is void then.",
    ),
    "accounts.unlock": ("解除登录限制", "Unlock"),
    "accounts.unlock_about": (
        "本人输错密码多次、须等待时用。",
        "After too many wrong passwords, so that the person need not wait.",
    ),
    "accounts.sign_out": ("退出全部登录", "Sign out everywhere"),
    "accounts.sign_out_about": (
        "手机丢失、密码被人看到时用。",
        "A lost phone, or a password that somebody saw.",
    ),
    "accounts.remove_factor": ("停用动态码", "Remove the second factor"),
    "accounts.remove_factor_about": (
        "手机和备用码都不在了时用；本人下次登录后可重新设置。",
        "Where phone and recovery codes are lost; the person may set up another.",
    ),
    "accounts.who_removes_factor": (
        "手机和备用码都不在了：由安全管理员，或管理此账号的双拥办，在这个页面停用动态码。",
        "Where phone and recovery codes are lost, the security administrator, or the office that "
        "looks after this account, removes the second factor on this page.",
    ),
    "accounts.leaving": ("离岗", "Leaving"),
    "accounts.leaving_lead": (
        "停用后立即退出，不再能登录，不再收通知。已办的事和记录都在，账号不删除。",
        "A disabled account is signed out at once, lets nobody in and gets no notices. What was "
        "done stays; nothing is deleted.",
    ),
    "accounts.reason": ("停用事由", "Reason"),
    "accounts.reason_hint": ("例如：调离本单位。", "For example: has left the unit."),
    "accounts.successor": ("未办结的任务和草稿移交给", "Open tasks and drafts go to"),
    "accounts.no_successor": ("暂不移交", "Nobody for now"),
    "accounts.successor_hint": (
        "同一单位在用的账号。",
        "Colleagues of the unit with an account in use.",
    ),
    "accounts.disable": ("停用账号", "Disable the account"),
    "accounts.held": (
        "名下还有 {count} 件任务未办结，请移交：",
        "{count} open tasks are still theirs; hand them over:",
    ),
    "accounts.enable": ("恢复账号", "Enable the account"),
    "accounts.enable_about": (
        "用原来的密码登录；没有设过密码的，须重发链接。",
        "With the password of before; who has none needs a new link.",
    ),
    "accounts.import": ("导入人员", "Import people"),
    "accounts.import_lead": (
        "从表格一次开通多个账号，最多 {most} 人。先看每一行，改好了再开通。",
        "Opens many accounts from a table, {most} at most. Each row is shown first, to be mended.",
    ),
    "accounts.import_columns": (
        "认得的列：姓名、岗位、单位、区县、账号、邮箱、手机；姓名必须有，账号可以没有。",
        "Columns: 姓名 (needed), 岗位, 单位, 区县, 账号 (may be missing), 邮箱, 手机.",
    ),
    "accounts.import_district": (
        "表中没有写区县的人属于",
        "Who has no district in the table belongs to",
    ),
    "accounts.file": ("文件（XLSX、CSV 或 DOCX）", "File (XLSX, CSV or DOCX)"),
    "accounts.import_see": ("看看每一行", "See every row"),
    "accounts.no_header": (
        "没有找到表头，须有“姓名”一列，以及“岗位”或“单位”等至少一列。",
        "No header was found: a column 姓名 is needed, and one more.",
    ),
    "accounts.row_count": (
        "表里有 {n} 人，须为 1 至 {most} 人。",
        "The table has {n} people; 1 to {most} are taken.",
    ),
    "accounts.twice": ("表里有两行同一个账号。", "Two rows have this account."),
    "accounts.no_such_district": ("没有这个区县：{text}", "No such district: {text}"),
    "accounts.no_such_unit": (
        "没有登记这个单位：{text}。请从名录里选，或先登记单位。",
        "No such unit: {text}. Choose one, or register it first.",
    ),
    "accounts.no_such_role": (
        "没有这个岗位：{text}。请照提示填，几个岗位用顿号隔开。",
        "No such duty: {text}. Choose one; several stand between 、.",
    ),
    "accounts.review": ("导入人员：看看每一行", "Import people: see every row"),
    "accounts.review_fine": (
        "{count} 人都可以开通。",
        "{count} people can be opened.",
    ),
    "accounts.review_faults": (
        "{count} 人，其中 {wrong} 行要改；改好之前一个也不会开通。",
        "{count} people, {wrong} rows to mend; nobody is opened before.",
    ),
    "accounts.review_left": (
        "已开通 {done} 人，链接见下；还有 {count} 人没有开通，改好后再送一次。",
        "{done} are open, see their links; {count} are not: mend them and send again.",
    ),
    "accounts.row": ("第 {row} 行", "Row {row}"),
    "accounts.skip": ("不导入", "leave out"),
    "accounts.open_all": ("全部开通", "Open them all"),
    "accounts.links": ("账号已开通，请把链接交给各人", "The accounts are open: hand out the links"),
    "accounts.links_lead": (
        "已开通 {count} 人。有邮箱的已发邮件；其余的链接只显示这一次，请打印后裁开，当面交给本人。",
        "{count} accounts are open. Who has a mail address was sent the link; the others are shown "
        "this once: print, cut, and hand each over in person.",
    ),
    "accounts.print_hint": (
        "用浏览器的打印（Ctrl+P）。",
        "Print with the browser (Ctrl+P).",
    ),
    "accounts.until": ("有效至", "Holds until"),
    "done.accounts_changed": ("变更已生效。", "The change holds."),
    "done.accounts_contact": ("联系方式已保存。", "Contact saved."),
    "done.accounts_unlocked": ("登录限制已解除。", "Unlocked."),
    "done.accounts_signed_out": ("全部登录已退出。", "Signed out everywhere."),
    "done.accounts_factor": ("动态码已停用。", "The second factor is removed."),
    "done.accounts_disabled": ("账号已停用。", "The account is disabled."),
    "done.accounts_enabled": ("账号已恢复。", "The account is enabled."),
}

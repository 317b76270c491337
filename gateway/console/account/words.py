"""Words of 我的账号 and of one-time links, in Chinese and English."""

WORDS: dict[str, tuple[str, str]] = {
    "account.mine": ("我的账号", "My account"),
    "account.lead": ("您以 {account} 登录。", "You are signed in as {account}."),
    "account.name": ("姓名", "Name"),
    "account.roles": ("岗位", "Duties"),
    "account.where": ("单位", "Unit"),
    "account.city": ("全市", "the whole city"),
    "account.away": ("此处暂时取不到", "not to be had just now"),
    "account.email": ("邮箱", "Mail"),
    "account.telephone": ("手机", "Telephone"),
    "account.none": ("没有登记", "none"),
    "account.by_office": (
        "姓名、岗位、单位和联系方式由双拥办（或系统管理员）登记，有误请告诉他们。",
        "Name, duties, unit and contact are kept by the office (or the system administrator); "
        "tell them what is wrong.",
    ),
    "account.password": ("密码", "Password"),
    "account.password_lead": (
        "密码只有本人知道。换密码后，别处的登录全部退出。",
        "Only you know your password. Changing it signs you out everywhere else.",
    ),
    "account.change": ("修改密码", "Change the password"),
    "account.old": ("现在的密码", "Present password"),
    "account.new": ("新密码", "New password"),
    "account.again": ("再填一遍新密码", "New password once more"),
    "account.hint": (
        "至少 {least} 个字符，可以用汉字。不要用姓名、生日、手机号；几个不相干的词连起来最好记。",
        "At least {least} characters, Chinese ones too. No names, birthdays or telephone numbers; "
        "a few unrelated words are best.",
    ),
    "account.code": ("动态码", "Code"),
    "account.code_hint": (
        "手机上现在的六位数字，或一个备用码。",
        "The six digits on your phone now, or a recovery code.",
    ),
    "account.wrong_old": ("现在的密码不对。", "The present password is wrong."),
    "account.not_same": ("两遍填的不一样，请再填。", "The two are not the same; enter them again."),
    "account.back": ("返回我的账号", "Back to my account"),
    "done.account_password": (
        "密码已修改，别处的登录已退出。",
        "The password is changed; other sign-ins have ended.",
    ),
    "done.account_session": ("这处登录已结束。", "That sign-in has ended."),
    "done.account_opened": (
        "密码已设置，请用它登录。",
        "The password is set; sign in with it.",
    ),
    "account.factor": ("动态码（第二道验证）", "Code by phone (second factor)"),
    "account.factor_on": ("已启用", "in force"),
    "account.factor_off": ("未启用", "not in force"),
    "account.factor_lead": (
        "启用后，登录除密码外还要填手机上的六位动态码；别人知道密码也进不来。",
        "Once in force, signing in needs six digits from your phone besides the password, so that "
        "a password alone lets nobody in.",
    ),
    "account.factor_open": ("设置动态码", "Set up the code"),
    "account.factor_see": ("查看动态码", "See about the code"),
    "account.factor_is_on": (
        "此账号已启用动态码。",
        "A code is in force.",
    ),
    "account.factor_lost": (
        "手机丢了、换了：先用备用码登录。备用码也没有了：请安全管理员，或管理您账号的双拥办，在“人员”里打开您的账号，"
        "按“停用动态码”；停用后用密码登录，重新设置。",
        "A lost phone, or another: sign in with a recovery code. Without one, the security "
        "administrator, or the office that looks after your account, opens it under People and "
        "removes the second factor; then sign in with the password and set it up anew.",
    ),
    "account.factor_one": (
        "在手机上装一个动态码应用（微信小程序“动态口令”、Microsoft Authenticator 等均可）。",
        "Have an authenticator app on the phone (any that takes TOTP).",
    ),
    "account.factor_two": (
        "按下面的按钮领取密钥，用应用扫二维码；扫不了的，把密钥填进应用（基于时间，六位，三十秒）。",
        "Get a secret with the button below and scan its code with the app; or type the secret in "
        "(by time, six digits, thirty seconds).",
    ),
    "account.factor_three": (
        "把应用显示的六位数字填回这里，动态码即启用。",
        "Enter the six digits that the app shows here; then the code is in force.",
    ),
    "account.factor_begin": ("领取密钥", "Get a secret"),
    "account.factor_anew": ("另领一个密钥", "Get another secret"),
    "account.qr": (
        "用动态码应用扫一扫。旁边有人时请遮住，它和密码一样要紧。",
        "Scan it with the app. Shield it from others: it matters as a password does.",
    ),
    "account.qr_alt": (
        "二维码，内容是下面的密钥",
        "QR code of the secret below",
    ),
    "account.secret": ("密钥", "Secret"),
    "account.secret_about": (
        "应用里的账号名可填 {account}。密钥不要发给任何人。",
        "As the account in the app, {account} will do. Give the secret to nobody.",
    ),
    "account.secret_uri": ("也可在手机上打开这个地址", "Or open this address on the phone"),
    "account.factor_confirm": ("启用动态码", "Put the code in force"),
    "account.codes": ("动态码已启用，请记下备用码", "The code is in force: keep these"),
    "account.codes_lead": (
        "手机不在身边时，每个备用码可代替动态码登录一次。只显示这一次，请打印或抄下，与密码分开放。",
        "Without the phone, each of these lets you in once. They are shown this once: print or "
        "copy them, and keep them away from the password.",
    ),
    "account.codes_done": ("已记下，返回我的账号", "Kept; back to my account"),
    "account.no_role": (
        "您的账号管理系统，须先启用动态码才有权限。启用后请退出，再登录一次。",
        "Your account keeps the system: it has no rights before a code is in force. Then sign out "
        "and in again.",
    ),
    "account.sessions": ("登录在哪里", "Where you are signed in"),
    "account.sessions_lead": (
        "不认识的登录请结束，并修改密码。",
        "End what you do not know, and change the password.",
    ),
    "account.began": ("登录时间", "Since"),
    "account.seen": ("最近使用", "Last used"),
    "account.address": ("来自", "From"),
    "account.this": ("本机，正在用", "this one"),
    "account.end": ("结束这处登录", "End it"),
    "account.no_others": ("没有别处的登录。", "Nowhere else."),
    "account.open": ("设置密码", "Choose a password"),
    "account.open_lead": (
        "{name}，您的账号是 {account}。请自己定一个密码，以后用它登录。",
        "{name}, your account is {account}. Choose a password of your own to sign in with.",
    ),
    "account.open_once": (
        "这个链接只能用一次；不是您本人的，请不要设置，关闭本页即可。",
        "This link holds once. If you are somebody else, choose none and close the page.",
    ),
    "account.open_send": ("设置密码", "Set the password"),
    "account.open_again": ("再填一遍", "Once more"),
    "account.spent": ("这个链接不能用了", "This link holds no longer"),
    "account.spent_lead": (
        "链接已经用过、过了期，或者后来又发了新的。",
        "It was used, its time is over, or a newer one was sent.",
    ),
    "account.spent_used": (
        "如果您已经设过密码，直接登录就可以。",
        "If you have chosen a password already, simply sign in.",
    ),
    "account.spent_ask": (
        "否则请把本页告诉发链接给您的人（双拥办或系统管理员），请他在“人员与账号”里给您重发一个。",
        "Otherwise tell whoever sent it (the office or the system administrator): under “People” "
        "they can send another.",
    ),
    "account.late": (
        "本页打开得太久了，密码没有保存，请再填一次。",
        "This page was open for too long: nothing was saved; enter it again.",
    ),
}

"""Words of signing in, in Chinese and English."""

WORDS: dict[str, tuple[str, str]] = {
    "sign_in": ("登录", "Sign in"),
    "account": ("账号", "Account"),
    "password": ("密码", "Password"),
    "bad_credentials": ("账号或密码不对，请核对后再试。", "Account or password is wrong."),
    "code": ("动态码（启用了才填）", "Code (only where enabled)"),
    "second_factor_needed": (
        "此账号还须动态码：请再填密码，并填手机上的六位动态码。",
        "This account needs a code: enter the password again, and the six digits on your phone.",
    ),
    "second_factor_wrong": (
        "动态码不对或已用过，请填手机上现在的六位动态码。",
        "The code is wrong or was used; enter the six digits that your phone shows now.",
    ),
    "forgotten": (
        "忘记密码：请找双拥办或系统管理员重置，他们会发给您一个设置密码的链接。",
        "Forgotten? Ask the office or the system administrator for a link to choose another.",
    ),
    "city.go": ("用{name}进入", "Go in by {name}"),
    "city.away": (
        "{name}暂时连不上，请用账号和密码登录。",
        "{name} cannot be reached just now: use account and password.",
    ),
    "city.stale": (
        "这次登录已过时，请重新开始。",
        "This sign-in is out of date; begin again.",
    ),
    "city.denied": ("{name}没有同意登录。", "{name} did not agree."),
    "city.distrusted": (
        "{name}的答复未通过核对，没有登录。请重试，或用账号和密码登录。",
        "What {name} answered was not believed. Try again, or use account and password.",
    ),
    "city.left": ("已退出本平台。", "You have left this site."),
    "city.out": ("也退出{name}", "Leave {name} too"),
    "city.unknown": ("没有可用的账号", "No account for you"),
    "city.unknown_lead": (
        "{name}认识您，但这里没有与您绑定的在用账号。请把下面的编号告诉双拥办或系统管理员。",
        "{name} knows you, but no account in use is yours here. Tell the office or the system "
        "administrator the number below.",
    ),
    "city.subject": ("身份编号", "Number"),
    "city.by_password": ("改用账号和密码", "Use account and password"),
    "city.code": ("还须动态码", "A code besides"),
    "city.code_lead": (
        "{name}已确认是您。此账号还须手机上现在的六位动态码，或一个备用码。",
        "{name} has recognised you. This account needs the six digits on your phone, or a recovery "
        "code.",
    ),
    "scan.begin": ("用手机扫码", "Use a phone instead"),
    "scan.title": ("扫码登录", "Sign in with a phone"),
    "scan.lead": (
        "请用已登录本平台的手机扫一扫，在手机上核对后同意，本页即登录。",
        "Scan this with a phone that is signed in here; once you agree there, this page signs in.",
    ),
    "scan.alt": ("二维码，供已登录的手机扫描", "QR code for a phone that is signed in"),
    "scan.until": ("{time} 前有效，只能用一次", "holds until {time}, for one use"),
    "scan.enter": ("手机上已同意，继续", "I have agreed on the phone; go on"),
    "scan.own": (
        "二维码拍照转发给别人没有用处：只有本机能凭它登录。",
        "A photo of it is of no use to anybody: it signs in this computer alone.",
    ),
    "scan.by_password": ("改用账号和密码", "Use account and password"),
    "scan.over": ("二维码已失效。", "The code holds no longer."),
    "scan.refused": (
        "没有登录：手机上没有同意，或者账号已停用、已退出。",
        "Not signed in: it was refused on the phone, or the account was ended.",
    ),
    "scan.anew": ("换一个二维码", "Another code"),
    "scan.spent": ("这个二维码不能用了", "This code holds no longer"),
    "scan.spent_lead": (
        "它只能用一次，两分钟内有效。请在电脑上换一个再扫。",
        "It holds once, for two minutes. Open another on the computer.",
    ),
    "scan.home": ("回到首页", "Home"),
    "scan.asked": ("让这台电脑登录？", "Sign in this computer?"),
    "scan.asked_lead": (
        "同意后，下面这台电脑将以 {name} 的身份登录。",
        "If you agree, the computer below is signed in as {name}.",
    ),
    "scan.when": ("请求时间", "Asked at"),
    "scan.browser": ("浏览器", "Browser"),
    "scan.address": ("网络地址", "Network address"),
    "scan.unknown": ("不详", "unknown"),
    "scan.same": ("与手机相同", "the phone's too"),
    "scan.warn": (
        "只为您自己面前的电脑同意。二维码是别人发来的、不在您眼前的，请按“不同意”。",
        "Agree for the computer in front of you alone. A code that somebody sent you is not yours.",
    ),
    "scan.yes": ("同意登录", "Sign it in"),
    "scan.no": ("不同意", "No"),
    "done.scan_yes": ("已同意，电脑上的页面随即登录。", "Agreed: the computer signs in now."),
    "done.scan_no": ("没有让那台电脑登录。", "That computer was not signed in."),
    "locked": (
        "登录失败次数过多，请于 {time} 后再试。",
        "Too many failed attempts; try again after {time}.",
    ),
}

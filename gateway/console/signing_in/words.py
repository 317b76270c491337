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
    "locked": (
        "登录失败次数过多，请于 {time} 后再试。",
        "Too many failed attempts; try again after {time}.",
    ),
}

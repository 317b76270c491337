"""Words of the app passwords, in Chinese and English."""

WORDS: dict[str, tuple[str, str]] = {
    "devices.title": ("手机应用口令", "App passwords"),
    "devices.lead": (
        "用 ODK Collect 或 KoboCollect 拍摄佐证照片时，在手机上填这里的口令，不填登录密码。"
        "每部手机一个；手机丢了，只停用它的。",
        "For ODK Collect or KoboCollect: the telephone gets a password from here, never your own. "
        "One for each telephone; a lost one is ended alone.",
    ),
    "devices.label": ("手机的名称", "Name of the telephone"),
    "devices.make": ("领取应用口令", "Make an app password"),
    "devices.made": ("新的应用口令（只显示这一次）", "The new app password (shown this once)"),
    "devices.scan": (
        "在 Collect 里“添加项目”，扫这张图；或者手工填下面三项。",
        "In Collect choose “Add project” and scan this; or enter these three.",
    ),
    "devices.server": ("服务器地址", "Server"),
    "devices.account": ("用户名", "User name"),
    "devices.secret": ("口令", "Password"),
    "devices.held": ("在用的口令", "In use"),
    "devices.at": ("领取时间", "Made"),
    "devices.end": ("停用", "End"),
    "devices.none": ("还没有应用口令。", "There is none yet."),
    "done.devices_ended": ("应用口令已停用。", "The app password is ended."),
}

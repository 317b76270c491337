"""Words of the messages and their settings, in Chinese and English."""

from contracts.words import SEVERITY_NAMES

WORDS: dict[str, tuple[str, str]] = {
    "inbox": ("收件箱", "Inbox"),
    "inbox.count": ("条等您处理", " wait for you"),
    "inbox.filter": ("筛选", "Filter"),
    "inbox.show.unread": ("未读", "Unread"),
    "inbox.show.all": ("全部", "All"),
    "inbox.show.urgent": ("紧急", "Urgent"),
    "inbox.unread": ("未读", "unread"),
    "inbox.read": ("已读", "read"),
    "inbox.noted": ("{at} 已确认收到", "acknowledged {at}"),
    "inbox.open": ("打开相关页面", "Open the page"),
    "inbox.note": ("确认收到", "Acknowledge"),
    "inbox.mark_read": ("标为已读", "Mark as read"),
    "inbox.all_read": ("全部标为已读", "Mark all as read"),
    "inbox.none.unread": ("没有未读的消息。", "No unread messages."),
    "inbox.none.unread.more": (
        "有新消息时，页面右上角的“收件箱”旁边会显示条数。",
        "When one comes, its number shows beside Inbox at the top right.",
    ),
    "inbox.see_all": ("查看全部消息", "See all messages"),
    "inbox.none.all": ("还没有收到过消息。", "No messages yet."),
    "inbox.none.urgent": ("没有紧急消息。", "No urgent messages."),
    "inbox.none.more": (
        "任务下达、退回、逾期，问题整改和督办，都会在这里告诉您。",
        "Tasks assigned, returned or overdue, findings and slips are told here.",
    ),
    "inbox.back": ("返回收件箱", "Back to the inbox"),
    "inbox.settings": ("消息设置", "Message settings"),
    "inbox.settings.lead": (
        "所有消息都在收件箱里。这里选择哪些另外发给您、什么时候发。",
        "All messages are in the inbox. Choose which are sent to you besides, and when.",
    ),
    "inbox.unknown": (
        "您还没有登记在单位人员中，消息只在收件箱里显示。",
        "You are not listed among the people yet; messages show in the inbox alone.",
    ),
    "inbox.unknown.more": ("请本区双拥办登记。", "Ask your Double-Support Office to list you."),
    "inbox.through": ("另外发给我", "Sent to me besides"),
    "inbox.channel.mail": ("邮件", "E-mail"),
    "inbox.channel.sms": ("短信", "Text message"),
    "inbox.channel.wecomapp": ("企业微信", "WeCom"),
    "inbox.no_channel": (
        "您没有登记邮箱，消息只在收件箱里显示。请本区双拥办补登。",
        "No address of yours is known, so messages show in the inbox alone; ask your office.",
    ),
    "inbox.when": ("什么时候发", "When"),
    "inbox.digest_at": ("一般消息汇总发送的时间", "When routine messages come together"),
    "inbox.digest_at.hint": (
        "如 08:30，14:00，最多 6 个；不填则每半小时汇总一次。",
        "As 08:30, 14:00, at most six; left blank: each half hour.",
    ),
    "inbox.quiet_from": ("免打扰开始", "Quiet from"),
    "inbox.quiet_until": ("免打扰结束", "Quiet until"),
    "inbox.quiet.hint": (
        "这段时间里只发紧急消息，其他的等时间一到再发。起止相同就是不设免打扰。",
        "Only what is urgent is sent in this time; the rest waits for its end. Equal times: never.",
    ),
    "inbox.preview.office": (
        "。请及时确认收到，久未确认的会告知双拥办。",
        ". Acknowledge it in time: your office hears of what nobody acknowledges.",
    ),
    "inbox.save": ("保存设置", "Save settings"),
    "inbox.preview": ("照现在的设置", "As it is set now"),
    "inbox.preview.inbox": ("收件箱当即显示", "In the inbox at once"),
    "inbox.preview.routine": (
        "；现在来的，{at} 汇总成一份{channel}",
        "; what comes now goes together by {channel} at {at}",
    ),
    "inbox.preview.important": (
        "；单独发一份{channel}，免打扰时段的并入随后的汇总",
        "; by {channel} by itself, in quiet hours with the digest after them",
    ),
    "inbox.preview.urgent": (
        "；不分时段立即发{channel}",
        "; by {channel} at any hour",
    ),
    **{f"inbox.severity.{code}": name for code, name in SEVERITY_NAMES.items()},
    "done.inbox-noted": ("已确认收到。", "Acknowledged."),
    "done.inbox-read": ("已标为已读。", "Marked as read."),
    "done.inbox-all": ("全部已标为已读。", "All marked as read."),
    "done.inbox-chosen": ("消息设置已保存。", "Message settings saved."),
}

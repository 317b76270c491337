"""Words of 消息样式, in Chinese and English."""

WORDS: dict[str, tuple[str, str]] = {
    "nav.texts": ("消息样式", "Message texts"),
    "texts.lead": (
        "平台会发 {count} 种消息。下面是每种的样子，内容是示例；点开看各渠道怎样显示。",
        "{count} kinds of messages are sent. Each is shown with sample content; open one to see it "
        "in every channel.",
    ),
    "texts.versions": (
        "版本由文本内容算出，文本一改就变；每条发出的消息都记着自己的版本。",
        "A version follows from the text itself and changes with it; each message that was sent "
        "keeps its own.",
    ),
    "texts.subject": ("标题", "Title"),
    "texts.severity": ("缓急", "Urgency"),
    "texts.routine": ("一般", "routine"),
    "texts.important": ("重要", "important"),
    "texts.urgent": ("紧急", "urgent"),
    "texts.version": ("文本版本", "Version of the text"),
    "texts.kind": ("事件", "Event"),
    "texts.opens": ("点开到", "Opens"),
    "texts.digest": ("汇总", "Digest"),
    "texts.digest_lead": (
        "一般消息按各人选的时间合成一份。",
        "What is routine goes together, at the times that each person has chosen.",
    ),
    "texts.sample": (
        "人名、单位、日期都是示例。",
        "Names, units and dates are samples.",
    ),
    "texts.inbox": ("站内消息", "In the inbox"),
    "texts.mail": ("邮件", "By mail"),
    "texts.group": ("工作群机器人", "Robot of a group"),
    "texts.card": ("企业微信应用", "WeCom application"),
    "texts.sms": ("短信", "Text message"),
    "texts.template": ("模板", "Template"),
    "texts.no_sms": ("没有为它设置短信模板，不发短信。", "No template is set: no text message."),
}

"""Words of the gallery of components, in Chinese and English."""

WORDS: dict[str, tuple[str, str]] = {
    "components": ("组件", "Components"),
    "components.lead": (
        "每个组件的每种状态，供设计和检查时对照；内容都是举例。",
        "Every component in every state, to look at; what it says is an example.",
    ),
    "components.marks": ("形状、标签和督办单", "Shapes, tags and slips"),
    "components.texts": ("文字和数字", "Text and figures"),
    "components.buttons": ("按钮", "Buttons"),
    "components.forms": ("表单", "Forms"),
    "components.of_data": ("由数据生成的表单", "A form made of data"),
    "components.bars": ("条形", "Bars"),
    "components.tables": ("表格", "Tables"),
    "components.courses": ("经过和步骤", "Courses and steps"),
    "components.notices": ("提示、空页和翻页", "Notices, empty pages, paging"),
    "components.text": ("示例", "Example"),
    "components.hint": ("这里写怎样填。", "How to fill it in."),
    "components.act": ("提交示例", "Send"),
    "components.second": ("次要操作", "Second act"),
    "components.nothing": ("还没有内容。", "Nothing yet."),
    "components.nothing.more": ("有了以后会列在这里。", "It will stand here."),
}

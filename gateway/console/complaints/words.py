"""Words of complaints and proposals, in Chinese and English."""

from contracts.words import COMPLAINT_KIND_NAMES, COMPLAINT_STATE_NAMES, TARGET_NAMES

KINDS = {"complaint": "Complaint", "suggestion": "Proposal"}
TARGETS = {
    "unit": "A unit",
    "district_office": "The district's office",
    "city_office": "The city's office",
    "system": "This system",
}
STATES = {"open": "waits for an answer", "answered": "answered", "pressed": "second look"}

WORDS: dict[str, tuple[str, str]] = {
    "complaints.link": ("投诉建议", "Complaints and proposals"),
    "complaints": ("投诉建议", "Complaints and proposals"),
    "complaints.lead": (
        "重复要材料、形式主义、系统不好用，都可以提。不用登录，不用留姓名电话；15 个工作日内答复。",
        "What costs you time for nothing. No account, no name; answered in 15 working days.",
    ),
    "complaints.where": ("哪个区县的事", "Which district"),
    "complaints.change": ("换一个", "another"),
    "complaints.go_on": ("继续", "Go on"),
    "complaints.kind": ("类别", "Kind"),
    "complaints.target": ("关于谁", "About"),
    "complaints.unit": ("哪个单位（关于单位的才选）", "Which unit (only where it is about one)"),
    "complaints.no_unit": ("（不关于单位）", "(none)"),
    "complaints.text": ("说明情况", "What happened"),
    "complaints.text.hint": (
        "请勿填写电话、身份证号码和涉密内容；凭查询码看答复。",
        "No telephone or identity numbers and no secrets; the code finds the answer.",
    ),
    "complaints.send": ("提交投诉建议", "Send"),
    "complaints.find": ("查询答复", "Look for an answer"),
    "complaints.code": ("查询码", "Code"),
    "complaints.look": ("查询", "Look"),
    "complaints.none": (
        "没有这个查询码，请核对；一个字符也不能错。",
        "There is no such code; every character counts.",
    ),
    "done.complaints.sent": (
        "已收到。请记下查询码，凭它看答复。",
        "Received. Keep the code: it finds the answer.",
    ),
    "done.complaints.answered": ("已答复。", "Answered."),
    "done.complaints.pressed": ("已转上级复核。", "The city looks again."),
    "complaints.numbering": ("正在编号", "being numbered"),
    "complaints.brought": ("提出时间", "Brought"),
    "complaints.due": ("答复期限", "Answer due"),
    "complaints.said": ("提出的内容", "What was said"),
    "complaints.answer": ("答复", "Answer"),
    "complaints.answer.second": ("复核答复", "Answer of the second look"),
    "complaints.against": ("不满意的理由", "Why the answer does not do"),
    "complaints.press": ("对答复不满意，请上级复核", "Have the city look again"),
    "complaints.press.hint": ("只能申请一次。", "Once only."),
    "complaints.give": ("答复", "Answer"),
    "complaints.register": ("投诉建议", "Complaints"),
    "complaints.register.title": ("投诉建议登记表", "Register of complaints and proposals"),
    "complaints.counts": (
        "{year} 年收到 {total} 件：待答复 {open} 件，已答复 {answered} 件，"
        "待上级复核 {pressed} 件；逾期 {overdue} 件。",
        "{year}: {total} came; {open} wait, {answered} answered, {pressed} second looks; "
        "{overdue} late.",
    ),
    "complaints.number": ("编号", "Number"),
    "complaints.state": ("状态", "State"),
    "complaints.empty": ("没有投诉建议。", "No complaints or proposals."),
    "complaints.sheet": ("导出登记表", "As a workbook"),
    "complaints.all": ("全部", "All"),
    "complaints.late": ("逾期", "Late"),
    **{f"complaints.kind.{k}": (v, KINDS[k]) for k, v in COMPLAINT_KIND_NAMES.items()},
    **{f"complaints.target.{k}": (v, TARGETS[k]) for k, v in TARGET_NAMES.items()},
    **{f"complaints.state.{k}": (v, STATES[k]) for k, v in COMPLAINT_STATE_NAMES.items()},
}

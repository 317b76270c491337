"""Words of official papers, in Chinese and English."""

from contracts.words import PAPER_NAMES

WORDS: dict[str, tuple[str, str]] = {
    **{
        f"papers.kind.{kind}": (name.zh, name.en[:1].upper() + name.en[1:])
        for kind, name in PAPER_NAMES.items()
    },
    "papers.nav": ("公文", "Papers"),
    "papers.title": ("公文", "Official papers"),
    "papers.lead": (
        "印发过的公文都在这里，随时可以重印，与第一次印的一字不差。",
        "Every paper that was issued; each is printed again exactly as it was the first time.",
    ),
    "papers.none": ("还没有印发公文。", "No paper has been issued yet."),
    "papers.none_more": (
        "在快照、督办单、问题、会议、任务、得分各页按“生成公文”开始。",
        "Begin on the page of a snapshot, a finding, a meeting, a task or the score.",
    ),
    "papers.none_here": ("没有符合条件的公文。", "No paper fits these filters."),
    "papers.to_bulletins": ("打开通报与快照", "Open the snapshots"),
    "papers.make_of": ("生成公文：{kind}", "Draw up: {kind}"),
    "papers.issued_of": ("已印发的公文", "Papers issued"),
    "papers.number": ("文号", "Number"),
    "papers.subject": ("标题", "Title"),
    "papers.kind": ("种类", "Kind"),
    "papers.at": ("印发时间", "Issued"),
    "papers.by": ("经办人", "By"),
    "papers.office": ("印发范围", "Where"),
    "papers.any": ("全部", "All"),
    "papers.show": ("筛选", "Show"),
    "papers.state": ("状态", "State"),
    "papers.valid": ("已印发", "issued"),
    "papers.void": ("已作废", "cancelled"),
    "papers.code": ("代字", "Code"),
    "papers.code_hint": (
        "2 至 12 个汉字或字母，如：甘双办。编号由系统按代字和年份顺序给出。",
        "2 to 12 characters. The system gives the number, in turn by code and year.",
    ),
    "papers.addressees": ("主送", "Addressees"),
    "papers.addressees_hint": ("多个单位用“、”“，”隔开", "Several units, parted by commas"),
    "papers.requirement": ("要求", "What is required"),
    "papers.requirement_hint": ("一行一段", "One paragraph a line"),
    "papers.issuer": ("发文机关署名", "Issued by"),
    "papers.on": ("成文日期", "Dated"),
    "papers.mark": ("版头", "Red head"),
    "papers.mark_hint": ("红色大字，如：甘泉区双拥办文件；留空则不印", "In red; empty for none"),
    "papers.copies": ("抄送", "Copies to"),
    "papers.new_lead": (
        "数字和事实取自系统，不能在这里改；标题、主送、要求可以改。先预览，再印发。",
        "Figures and facts come from the system and cannot be edited here. Preview, then issue.",
    ),
    "papers.preview": ("预览", "Preview"),
    "papers.draft": ("下载草稿", "Download the draft"),
    "papers.issue": ("印发", "Issue"),
    "papers.issue_about": (
        "印发即取号，内容和文件从此不变。印章、签发人由人工办理，系统不写。",
        "Issuing takes the number; content and file never change. Seal and signature are yours.",
    ),
    "papers.preview_of": ("预览：{kind}", "Preview: {kind}"),
    "papers.unnumbered": ("（印发时取号）", "(numbered when issued)"),
    "papers.numbered": ("编号：{number}", "编号：{number}"),
    "papers.sources": ("数字来源", "Where the figures come from"),
    "papers.page": ("公文内容", "The paper"),
    "papers.download": ("下载 .docx", "Download .docx"),
    "papers.about": ("打开所依据的页面", "Open what it is about"),
    "papers.sha256": ("文件 SHA-256", "SHA-256 of the file"),
    "papers.copies_are": ("抄送：", "抄送："),
    "papers.do_void": ("作废", "Cancel this paper"),
    "papers.void_about": (
        "作废之后文号不再使用，公文和理由仍留存。",
        "Its number is never used again; the paper and the reason stay.",
    ),
    "papers.reason": ("理由", "Reason"),
    "papers.voided": ("已于{at}作废，理由：", "Cancelled {at}. Reason: "),
    "done.papers.issued": ("已印发，文号见下。", "Issued, with its number."),
    "done.papers.voided": ("已作废。", "Cancelled."),
}

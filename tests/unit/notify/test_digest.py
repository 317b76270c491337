"""Many messages in one letter, each with its page."""

from services.notify.digest import MAX_LISTED, Entry, gathered

BASE = "https://tongxin.example.gov.cn"


def entry(n, severity="routine"):
    return Entry(
        f"e-{n}", severity, f"新任务：第{n}项", f"第{n}项请办理。\n", f"/console/tasks/t-{n}"
    )


def test_a_single_message_is_told_as_it_is():
    letter = gathered([entry(1)], BASE)
    assert (letter.subject, letter.body) == ("新任务：第1项", "第1项请办理。\n")
    assert letter.path == "/console/tasks/t-1"


def test_several_are_counted_and_each_has_its_page():
    letter = gathered([entry(1), entry(2)], BASE)
    assert letter.subject == "2 条消息：新任务：第1项等"
    assert letter.body == (
        "共 2 条消息。\n\n"
        f"1. 新任务：第1项\n   {BASE}/console/tasks/t-1\n"
        f"2. 新任务：第2项\n   {BASE}/console/tasks/t-2\n"
    )
    assert letter.path == "/console/inbox"


def test_what_is_important_comes_first_and_says_so():
    letter = gathered([entry(1), entry(2, "important")], "")
    assert letter.subject == "2 条消息：新任务：第2项等"
    assert letter.body.splitlines()[2] == "1. 【重要】新任务：第2项"
    assert "http" not in letter.body


def test_a_long_digest_says_how_many_it_does_not_name():
    letter = gathered([entry(n) for n in range(MAX_LISTED + 120)], BASE)
    assert letter.subject.startswith(f"{MAX_LISTED + 120} 条消息")
    assert letter.body.endswith("另有 120 条，请在收件箱中查看。\n")
    assert letter.body.count("/console/tasks/") == MAX_LISTED

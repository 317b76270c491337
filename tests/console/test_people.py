"""Accounts in the browser: the own one, those that an office tends, and the log of it all."""

import io
import re
import secrets
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from contracts.orders import tasks as orders
from gateway import second_factor
from infra.local import ports
from tests.console.browsing import Opener, browser, opening
from tests.console.looks import sound
from tests.support.accounts import PASSWORD, account_of
from tests.support.calling import Calls
from tests.support.mailbox import Mailbox
from tests.support.stack import Stack
from tests.support.waiting import eventually

TASKS, NOTIFY = "services.tasks.service:Tasks", "services.notify.service:Notify"
SERVICES = (TASKS, NOTIFY)
__all__ = ["browser"]
NEW = "four unrelated quiet words"


@pytest.fixture(scope="module")
def base(stack: Stack) -> str:
    stack.start(TASKS).wait_ready()
    calls = Calls(stack, "tasks")
    for district, name in (("ganzhou", "甘州区"), ("linze", "临泽县")):
        calls.command(orders.FoundDistrict(district=district, name=name))
    for unit, name in (("edu", "甘州区教育局"), ("publicity", "甘州区委宣传部")):
        order = orders.RegisterUnit(district="ganzhou", unit=unit, name=name, kind="department")
        calls.command(order)
    running = stack.start("gateway").wait_ready()
    return "http://" + running.env["TONGXIN_HTTP_ADDRESS"]


@pytest.fixture
def mailbox(stack: Stack, base: str) -> Iterator[Mailbox]:
    """Of a service that mails, while it runs."""
    with Mailbox(ports.choose()) as mailbox:
        mails = {"TONGXIN_SMTP_URL": mailbox.address, "TONGXIN_PUBLIC_URL": base}
        running = stack.start(NOTIFY, TONGXIN_DUE_SECONDS="0.2", **mails).wait_ready()
        yield mailbox
        running.term()
        running.wait()


@pytest.fixture
def visit(browser: Browser, base: str) -> Iterator[Opener]:
    with opening(browser, base, "district_office", "ganzhou") as opened:
        yield opened


def sign_in(page: Page, account: str, password: str, code: str = "") -> None:
    page.goto("/console/login")
    page.get_by_label("账号").fill(account)
    page.get_by_label("密码").fill(password)
    page.get_by_label("动态码").fill(code)
    with page.expect_navigation():
        page.get_by_role("button", name="登录").click()


def is_in(page: Page) -> None:
    """Signed in: whatever the page of the role itself stands on."""
    page.goto("/console/account")
    expect(page.get_by_role("heading", level=1)).to_have_text("我的账号")


def scanned(page: Page) -> str:
    """What a telephone reads off the screen."""
    seen = Image.open(io.BytesIO(page.locator("img.qr").screenshot()))
    (code,) = zxingcpp.read_barcodes(seen)
    return str(code.text)


def open_account(page: Page, name: str, role: str, unit: str = "") -> str:
    """The one-time link."""
    page.goto("/console/accounts/new?district=ganzhou")
    page.get_by_label("姓名").fill(name)
    page.get_by_label(role).check()
    if unit:
        page.get_by_label("单位", exact=True).select_option(label=unit)
    page.get_by_role("button", name="开通账号").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("账号已开通")
    return page.get_by_label("一次性链接").input_value()


def test_an_invitation_goes_to_the_persons_mail_and_is_forgotten_once_it_is_out(
    visit: Opener, stack: Stack, mailbox: Mailbox
) -> None:
    office = visit("/console/accounts/new")
    office.get_by_label("姓名").fill("何晓")
    office.get_by_label("领导").check()
    office.get_by_label("邮箱").fill("hexiao@example.org")
    office.get_by_role("button", name="开通账号").click()
    expect(office.get_by_role("main")).to_contain_text("已发往 hexiao@example.org")
    assert "/console/open/" not in office.content()
    (letter,) = eventually(lambda: mailbox.to("hexiao@example.org"))
    assert letter["subject"] == "账号已开通：请设置登录密码"
    text = letter.get_content()
    link = re.search(r"http\S{1,80}/console/open/\S{1,200}", text)
    assert link and text.startswith("何晓：") and "账号是 hexiao" in text
    kept = stack.mongo("notify")["deliveries"]
    sent = {"state.recipient": "hexiao", "state.status": "delivered"}
    assert eventually(lambda: kept.find_one(sent))
    assert link[0].rpartition("/")[2] not in repr(list(kept.find()))
    person = visit(link[0], district="")
    person.get_by_label("密码", exact=True).fill(NEW)
    person.get_by_label("再填一遍").fill(NEW)
    person.get_by_role("button", name="设置密码").click()
    expect(person.get_by_role("status")).to_contain_text("密码已设置")
    office.get_by_role("link", name="返回账号").click()
    office.get_by_role("button", name="发邮件重置密码").click()
    expect(office.get_by_role("main")).to_contain_text("已发往 hexiao@example.org")
    office.get_by_role("link", name="返回账号").click()
    expect(office.get_by_role("main")).to_contain_text("有一个设置密码的链接待用")
    office.get_by_role("button", name="作废链接").click()
    expect(office.get_by_role("status")).to_contain_text("链接已作废")
    expect(office.get_by_role("main")).not_to_contain_text("链接待用")
    (_, second) = eventually(lambda: len(m := mailbox.to("hexiao@example.org")) == 2 and m)
    again = re.search(r"http\S{1,80}/console/open/\S{1,200}", second.get_content())
    assert again
    person.goto(again[0])
    expect(person.get_by_role("alert")).to_contain_text("这个链接不能用了")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_who_is_invited_chooses_a_password_by_the_link_once_and_signs_in(
    visit: Opener, script: bool
) -> None:
    name = "周明" if script else "吴静"
    account = "zhouming" if script else "wujing"
    office = visit("/console/accounts", java_script_enabled=script)
    link = open_account(office, name, "单位联系人", "甘州区教育局")
    page = visit(link, district="", java_script_enabled=script)
    expect(page.get_by_role("main")).to_contain_text(f"{name}，您的账号是 {account}")
    page.get_by_label("密码", exact=True).fill(NEW)
    page.get_by_label("再填一遍").fill(NEW + "s")
    page.get_by_role("button", name="设置密码").click()
    expect(page.get_by_role("alert")).to_contain_text("两遍填的不一样")
    page.get_by_label("密码", exact=True).fill("12345678")
    page.get_by_label("再填一遍").fill("12345678")
    page.get_by_role("button", name="设置密码").click()
    expect(page.get_by_role("alert")).to_contain_text("太容易猜到")
    page.get_by_label("密码", exact=True).fill(NEW)
    page.get_by_label("再填一遍").fill(NEW)
    page.get_by_role("button", name="设置密码").click()
    expect(page.get_by_role("status")).to_contain_text("密码已设置")
    expect(page.get_by_label("账号")).to_have_value(account)
    page.get_by_label("密码").fill(NEW)
    with page.expect_navigation():
        page.get_by_role("button", name="登录").click()
    is_in(page)
    expect(page.get_by_role("link", name=name)).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("甘州区教育局")
    page.goto(link)
    expect(page.get_by_role("alert")).to_contain_text("这个链接不能用了")
    expect(page.get_by_role("alert")).to_contain_text("人员与账号")


def test_an_own_password_is_changed_and_the_old_one_must_be_right(
    visit: Opener, stack: Stack
) -> None:
    account = account_of(stack, "leader")
    page = visit("/console/login", district="")
    sign_in(page, account, PASSWORD)
    page.goto("/console/account/password")
    for old, new, why in (
        ("a wrong password", NEW, "现在的密码不对"),
        (PASSWORD, PASSWORD, "新密码须与原密码不同"),
    ):
        page.get_by_label("现在的密码").fill(old)
        page.get_by_label("新密码", exact=True).fill(new)
        page.get_by_label("再填一遍").fill(new)
        page.get_by_role("button", name="修改密码").click()
        expect(page.get_by_role("alert")).to_contain_text(why)
        expect(page.get_by_role("alert")).not_to_contain_text("还在")
        assert old not in page.content() and NEW not in page.content()
    page.get_by_label("现在的密码").fill(PASSWORD)
    page.get_by_label("新密码", exact=True).fill(NEW)
    page.get_by_label("再填一遍").fill(NEW)
    page.get_by_role("button", name="修改密码").click()
    expect(page.get_by_role("status")).to_contain_text("密码已修改")
    other = visit("/console/login", district="")
    sign_in(other, account, PASSWORD)
    expect(other.get_by_role("alert")).to_contain_text("账号或密码不对")
    sign_in(other, account, NEW)
    is_in(other)


def test_a_second_factor_is_enrolled_and_asked_for_and_a_recovery_code_stands_in(
    visit: Opener, stack: Stack
) -> None:
    account = account_of(stack, "operations", "*")
    page = visit("/console/login", district="")
    sign_in(page, account, PASSWORD)
    page.goto("/console/account/factor")
    page.get_by_role("button", name="领取密钥").click()
    secret = page.locator("#secret").inner_text()
    assert scanned(page) == page.locator("a.uri").get_attribute("href")
    assert f"secret={secret}&" in scanned(page)
    page.get_by_label("动态码").fill("000000")
    page.get_by_role("button", name="启用动态码").click()
    expect(page.get_by_role("alert")).to_contain_text("动态码不对")
    expect(page.locator("#secret")).to_have_text(secret)
    page.get_by_label("动态码").fill(second_factor.code(secret, int(time.time()) // 30))
    page.get_by_role("button", name="启用动态码").click()
    codes = page.locator(".codes code").all_inner_texts()
    assert len(codes) == second_factor.RECOVERIES
    other = visit("/console/login", district="")
    sign_in(other, account, PASSWORD)
    expect(other.get_by_role("alert")).to_contain_text("还须动态码")
    sign_in(other, account, PASSWORD, codes[0])
    is_in(other)
    other.goto("/console/account/factor")
    expect(other.get_by_role("main")).to_contain_text("已启用动态码")
    expect(other.get_by_role("main")).to_contain_text("请安全管理员")
    other.goto("/console/account")
    expect(other.get_by_role("main")).to_contain_text("请安全管理员")
    assert secret not in other.content()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_computer_is_signed_in_from_a_telephone(
    visit: Opener, stack: Stack, script: bool
) -> None:
    account = account_of(stack, "leader", name="李芳")
    phone = visit("/console/login", district="", width=360)
    sign_in(phone, account, PASSWORD)
    computer = visit(
        "/console/login?next=/console/account%3Fa%3D1%26b%3D2",
        district="",
        java_script_enabled=script,
    )
    computer.get_by_role("button", name="用手机扫码").click()
    phone.goto(scanned(computer))
    expect(phone.get_by_role("main")).to_contain_text("将以 李芳 的身份登录")
    expect(phone.get_by_role("main")).to_contain_text("127.0.0.1 与手机相同")
    phone.get_by_role("button", name="同意登录").click()
    expect(phone.get_by_role("status")).to_contain_text("已同意")
    if not script:
        computer.get_by_role("button", name="手机上已同意").click()
    expect(computer.get_by_role("heading", level=1)).to_have_text("我的账号")
    assert computer.url.endswith("/console/account?a=1&b=2")
    expect(computer.get_by_role("main")).to_contain_text(f"您以 {account} 登录")


def test_the_computers_page_says_by_itself_that_it_was_refused(visit: Opener, stack: Stack) -> None:
    phone = visit("/console/login", district="")
    sign_in(phone, account_of(stack, "leader"), PASSWORD)
    computer = visit("/console/login", district="")
    computer.get_by_role("button", name="用手机扫码").click()
    phone.goto(scanned(computer))
    phone.get_by_role("button", name="不同意").click()
    expect(phone.get_by_role("status")).to_contain_text("没有让那台电脑登录")
    expect(computer.get_by_role("status")).to_contain_text("手机上没有同意")
    computer.get_by_role("button", name="换一个二维码").click()
    assert scanned(computer)


def test_a_sign_in_elsewhere_is_ended_by_its_person(visit: Opener, stack: Stack) -> None:
    account = account_of(stack, "leader")
    here, there = visit("/console/login", district=""), visit("/console/login", district="")
    for page in (here, there):
        sign_in(page, account, PASSWORD)
        is_in(page)
    here.goto("/console/account")
    expect(here.locator("#sessions ~ table tbody tr")).to_have_count(2)
    here.get_by_role("button", name="结束这处登录").click()
    expect(here.get_by_role("status")).to_contain_text("这处登录已结束")
    there.goto("/console/account")
    expect(there).to_have_url(re.compile("/console/login"))


def test_an_office_changes_resets_and_disables_its_people(visit: Opener, stack: Stack) -> None:
    page = visit("/console/accounts")
    link = open_account(page, "郑芳", "单位联系人", "甘州区教育局")
    page.get_by_role("link", name="已交给本人，返回").click()
    page.get_by_label("邮箱").fill("not an address")
    page.get_by_role("button", name="保存联系方式").click()
    expect(page.get_by_label("邮箱")).to_have_value("not an address")
    expect(page.locator("#email-fault")).to_contain_text("写法不对")
    page.get_by_label("邮箱").fill("zheng@example.org")
    page.get_by_role("button", name="保存联系方式").click()
    expect(page.get_by_role("status")).to_contain_text("联系方式已保存")
    page.get_by_role("button", name="重发链接，当面交").click()
    assert page.get_by_label("一次性链接").input_value() != link
    page.get_by_role("link", name="已交给本人，返回").click()
    page.get_by_role("link", name="变更岗位或单位").click()
    page.get_by_label("单位", exact=True).select_option(label="不属单位（看全区）")
    page.get_by_role("button", name="保存变更").click()
    expect(page.get_by_role("alert")).to_contain_text("须指定所在单位")
    page.get_by_label("单位", exact=True).select_option(label="甘州区委宣传部")
    page.get_by_role("button", name="保存变更").click()
    expect(page.get_by_role("status")).to_contain_text("变更已生效")
    expect(page.get_by_role("main")).to_contain_text("甘州区委宣传部")
    for act, what in (("解除登录限制", "登录限制已解除"), ("退出全部登录", "全部登录已退出")):
        page.get_by_role("button", name=act).click()
        expect(page.get_by_role("status")).to_contain_text(what)
    page.get_by_label("停用事由").fill("调离本单位")
    page.get_by_role("button", name="停用账号").click()
    expect(page.get_by_role("status")).to_contain_text("账号已停用")
    page.get_by_role("button", name="恢复账号").click()
    expect(page.get_by_role("main")).to_contain_text("已邀请，未设密码")


def test_the_list_is_found_by_filters_that_stand_in_the_address_and_goes_on_in_pages(
    visit: Opener, stack: Stack
) -> None:
    for _ in range(52):
        account_of(stack, "field", "linze", name="王外勤", unit="none")
    page = visit("/console/accounts", role="system_admin", district="*")
    page.get_by_label("岗位").select_option(label="外勤人员")
    page.get_by_label("区县").select_option(label="临泽县")
    page.get_by_role("button", name="查找").click()
    expect(page).to_have_url(re.compile("district=linze.*role=field"))
    expect(page.locator("tbody tr")).to_have_count(50)
    page.get_by_role("link", name="下一页").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    page.goto("/console/accounts?text=.*")
    expect(page.get_by_role("main")).to_contain_text("没有符合条件的账号")


def test_another_districts_people_do_not_exist(visit: Opener, stack: Stack) -> None:
    theirs = account_of(stack, "unit", "linze")
    page = visit(f"/console/accounts/of/{theirs}")
    expect(page.get_by_role("main")).to_contain_text("没有找到")
    page.goto("/console/accounts")
    expect(page.get_by_role("main")).not_to_contain_text(theirs)
    page = visit("/console/accounts", role="leader")
    expect(page.get_by_role("main")).to_contain_text("您的岗位不能办理此事")


def test_the_auditor_reads_in_words_and_verifies_at_a_click(visit: Opener, stack: Stack) -> None:
    office, person = account_of(stack, "district_office"), account_of(stack, "unit", name="孙丽")
    page = visit("/console/login", district="")
    sign_in(page, office, PASSWORD)
    page.goto(f"/console/accounts/of/{person}")
    page.get_by_role("button", name="解除登录限制").click()
    auditor = visit("/console", role="auditor", district="*")
    expect(auditor).to_have_url(re.compile("/console/audit"))
    auditor.get_by_label("操作账号").fill(office)
    auditor.get_by_role("button", name="查找").click()
    rows = auditor.locator("tbody tr")
    expect(rows.filter(has_text="解除孙丽的登录限制")).to_have_count(1)
    expect(rows.filter(has_text="查看孙丽的账号和联系方式")).not_to_have_count(0)
    auditor.get_by_role("button", name="核对日志").click()
    expect(auditor.get_by_role("status")).to_contain_text("都与写入时一致")
    noted = auditor.locator("code").inner_text()
    rows_kept = stack.mongo("gateway")["audit"]
    newest = rows_kept.find_one({"_id": int(noted.partition(":")[0])}) or {}
    rows_kept.update_one({"_id": newest["_id"]}, {"$set": {"by": "somebody-else"}})
    auditor.goto("/console/audit")
    auditor.get_by_label("上次抄存").fill(noted)
    auditor.get_by_role("button", name="核对日志").click()
    expect(auditor.get_by_role("alert")).to_contain_text(f"第 {newest['_id']} 条被改动")
    rows_kept.replace_one({"_id": newest["_id"]}, newest)
    auditor.goto("/console/audit?by=A B&since=x")
    expect(auditor.get_by_role("alert")).to_contain_text("有 2 处要改")
    page.goto("/console/audit")
    expect(page.get_by_role("main")).to_contain_text("您的岗位不能办理此事")


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("/console/account", "leader"),
        ("/console/account/password", "leader"),
        ("/console/account/factor", "leader"),
        ("/console/open/nobody.x", "leader"),
        ("/console/login/scan", "leader"),
        ("/console/scan/{scan}", "leader"),
        ("/console/scan/x", "leader"),
        ("/console/accounts", "district_office"),
        ("/console/accounts/new?district=ganzhou", "district_office"),
        ("/console/accounts/of/{person}", "district_office"),
        ("/console/accounts/of/{person}/change", "district_office"),
        ("/console/audit", "auditor"),
    ],
)
def test_every_page_is_fit_for_everybody(visit: Opener, stack: Stack, path: str, role: str) -> None:
    person = account_of(stack, "unit", name="慕" * 200, unit="edu", email="a" * 60 + "@example.org")
    district = "*" if role == "auditor" else "ganzhou"
    scan = waiting_scan(stack) if "{scan}" in path else ""
    sound(visit, path.format(person=person, scan=scan), role=role, district=district)


def waiting_scan(stack: Stack) -> str:
    """As one stands that a computer has asked for."""
    id, now = secrets.token_urlsafe(16), datetime.now(UTC)
    about = {"held": "", "state": "asked", "address": "2001:db8::1", "browser": "Edge · Windows"}
    until = now + timedelta(hours=1)
    stack.mongo("gateway")["scans"].insert_one({"_id": id, "at": now, "until": until, **about})
    return id

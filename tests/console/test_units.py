"""Districts, units, mergers, phrases and days off, as an office keeps them in a browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from contracts.orders import tasks as orders
from tests.console.browsing import Opener, browser, opening
from tests.console.looks import sound
from tests.support.calling import Calls
from tests.support.stack import Stack
from tests.support.waiting import eventually

SERVICES = ("services.tasks.service:Tasks",)
__all__ = ["browser"]
UNITS = "/console/units"


@pytest.fixture(scope="module")
def base(stack: Stack) -> str:
    stack.start(*SERVICES).wait_ready()
    calls = Calls(stack, "tasks")
    calls.command(orders.FoundDistrict(district="ganzhou", name="甘州区"))
    order = orders.RegisterUnit(
        district="ganzhou", unit="edu", name="甘州区教育局", kind="department"
    )
    calls.command(order)
    person = orders.AppointPerson(
        account="li-e", name="李强", roles=("unit",), district="ganzhou", unit="edu"
    )
    calls.command(person)
    running = stack.start("gateway").wait_ready()
    return "http://" + running.env["TONGXIN_HTTP_ADDRESS"]


@pytest.fixture
def visit(browser: Browser, base: str) -> Iterator[Opener]:
    with opening(browser, base, "city_office", "*") as opened:
        yield opened


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_district_is_added_and_a_unit_registered_and_merged(visit: Opener, script: bool) -> None:
    name = "甲" if script else "乙"
    page = visit(UNITS, java_script_enabled=script)
    page.get_by_role("link", name="设立区县").click()
    page.get_by_label("区县名称").fill(f"{name}县")
    page.get_by_label("代码").fill("Not A Code")
    page.get_by_role("button", name="设立区县").click()
    expect(page.get_by_label("区县名称")).to_have_value(f"{name}县")
    expect(page.locator("#district-fault")).to_contain_text("写法不对")
    page.get_by_label("代码").fill("jia" if script else "yi")
    page.get_by_role("button", name="设立区县").click()
    expect(page.get_by_role("status")).to_contain_text("区县已设立")
    page.goto(f"{UNITS}/new?district=ganzhou")
    page.get_by_label("单位名称").fill(f"甘州区{name}局")
    page.get_by_label("代码").fill(f"old-{'a' if script else 'b'}")
    page.get_by_label("类型").select_option(label="部门")
    page.get_by_label("别名、简称").fill(f"{name}局\n{name}办")
    page.get_by_role("button", name="登记单位").click()
    expect(page.get_by_role("status")).to_contain_text("单位已登记")
    row = page.get_by_role("row", name=f"甘州区{name}局")
    expect(row).to_contain_text(f"{name}局、{name}办")
    page.get_by_role("link", name="合并、更名").click()
    page.get_by_label("承接单位").select_option(label="甘州区教育局")
    page.get_by_role("button", name="选定").click()
    page.get_by_label("文件（文号或名称）").fill("甘编发〔2026〕3号")
    page.get_by_label("事由").fill("机构改革")
    page.get_by_role("button", name="由该单位承接").click()
    expect(page.get_by_role("alert")).to_contain_text("被承接的单位")
    page.get_by_label(f"甘州区{name}局").check()
    page.get_by_role("button", name="由该单位承接").click()
    expect(page.get_by_role("status")).to_contain_text("已由承接单位继续办理")
    gone = page.get_by_role("row", name=f"甘州区{name}局")

    def is_succeeded() -> bool:
        """The units that were merged hear of it from their successor."""
        page.reload()
        return "已由 甘州区教育局 承接" in gone.inner_text()

    assert eventually(is_succeeded)


def test_a_phrase_is_cleared_and_taken_back(visit: Opener) -> None:
    page = visit("/console/phrases")
    page.get_by_label("用语").fill("革命旧址")
    page.get_by_label("事由", exact=True).fill("文物名录")
    page.get_by_role("button", name="登记为不涉密").click()
    expect(page.locator("#phrase-fault")).to_contain_text("须确认的字样")
    page.get_by_label("用语").fill("秘密联络点旧址")
    page.get_by_role("button", name="登记为不涉密").click()
    row = page.get_by_role("row", name="秘密联络点旧址")
    expect(row).to_contain_text("文物名录")
    row.get_by_label("撤回事由").fill("登记有误")
    row.get_by_role("button", name="撤回").click()
    expect(page.get_by_role("status")).to_contain_text("用语已撤回")
    expect(page.get_by_role("row", name="秘密联络点旧址")).to_have_count(0)


def test_the_days_off_of_a_year_are_entered_as_the_notice_has_them(visit: Opener) -> None:
    page = visit("/console/holidays?year=2031")
    expect(page.get_by_role("main")).to_contain_text("暂按法定节假日推算")
    page.get_by_label("文件（文号或名称）").fill("国办发明电〔2030〕7号")
    page.get_by_label("放假日期").fill("2031-01-01 至 2031-01-32")
    page.get_by_role("button", name="保存放假安排").click()
    expect(page.locator("#off-fault")).to_contain_text("“2031-01-32”不是日期")
    page.get_by_label("放假日期").fill("2031-01-01")
    page.get_by_role("button", name="保存放假安排").click()
    expect(page.get_by_role("alert")).to_contain_text("漏了法定节假日")
    expect(page.get_by_label("放假日期")).to_have_value("2031-01-01")


NOTICE = (
    "国务院办公厅关于2030年部分节假日安排的通知\n一、元旦：1月1日（周二）放假1天，不调休。"
    "二、春节：2月2日（农历除夕、周六）至8日（周五）放假调休，共7天。1月27日（周日）、2月9日（周六）上班。"
    "三、清明节：4月5日（周五）放假，与周末连休。四、劳动节：5月1日（周三）至2日放假。"
    "五、端午节：6月5日（周三）放假1天。六、中秋节：9月12日（周四）放假1天。"
    "七、国庆节：10月1日（周二）至7日放假调休，共7天。9月29日（周日）、10月12日（周六）上班。"
    "鼓励安排职工在12月31日休息。"
)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_notice_is_pasted_looked_at_day_by_day_and_kept(visit: Opener, script: bool) -> None:
    page = visit("/console/holidays", java_script_enabled=script)
    page.get_by_role("button", name="看看读到什么").click()
    expect(page.locator("#notice-fault")).to_contain_text("请贴上通知的全文")
    page.get_by_label("通知原文").fill(NOTICE.replace("（周四）放假1天", "（周五）放假1天"))
    page.get_by_role("button", name="看看读到什么").click()
    expect(page.locator("#read")).to_contain_text("2030年9月12日是星期四，不是星期五")
    file = FilePayload(name="通知.txt", mimeType="text/plain", buffer=NOTICE.encode("gb18030"))
    page.get_by_label("通知原文").fill("")
    page.get_by_label("通知的文件").set_input_files(file)
    page.get_by_role("button", name="看看读到什么").click()
    read = page.locator("#read")
    row = read.get_by_role("row").filter(has_text="2030年2月9日")
    expect(row).to_contain_text("上班")
    expect(read).to_contain_text("鼓励安排职工在12月31日休息")
    page.get_by_label("没有读取的句子看过了").check()
    page.get_by_role("button", name="保存放假安排").click()
    expect(page.get_by_role("status")).to_contain_text("放假安排已保存")
    main = page.get_by_role("main")
    expect(main).to_contain_text("按登记的放假安排")
    expect(main).to_contain_text("2030年10月12日")


def test_a_district_sees_its_own_and_founds_none(visit: Opener) -> None:
    page = visit(UNITS, role="district_office", district="ganzhou")
    expect(page.get_by_role("link", name="设立区县")).to_have_count(0)
    expect(page.get_by_role("link", name="登记单位")).to_be_visible()
    page = visit(f"{UNITS}/district", role="district_office", district="ganzhou")
    expect(page.get_by_role("main")).to_contain_text("您的岗位不能办理此事")
    page = visit(UNITS, role="leader", district="ganzhou")
    expect(page.get_by_role("link", name="登记单位")).to_have_count(0)


@pytest.mark.parametrize(
    "path",
    [
        f"{UNITS}?district=ganzhou",
        f"{UNITS}/new?district=ganzhou",
        f"{UNITS}/succeed?district=ganzhou&successor=edu",
        f"{UNITS}/district",
        "/console/phrases",
        "/console/holidays?year=2026",
    ],
)
def test_every_page_is_fit_for_everybody(visit: Opener, path: str) -> None:
    sound(visit, path)

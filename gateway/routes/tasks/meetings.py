"""Meetings whose decisions become tasks, and needs of both sides."""

from contracts.orders import tasks as orders
from gateway.routes.row import LARGE, download, get, post
from gateway.routes.tasks.roles import OFFICES

ROWS = (
    post("/meetings", orders.RecordMeeting, "记录会议", *OFFICES, status=201, size=LARGE),
    get("/meetings", orders.Meetings, "会议列表"),
    get("/meetings/{meeting}", orders.MeetingOf, "一次会议"),
    post(
        "/meetings/{meeting}/correct", orders.CorrectMeeting, "更正会议记录", *OFFICES, size=LARGE
    ),
    download("/meetings/{meeting}/sheet", orders.MeetingSheet, "下载议定事项"),
    post("/needs", orders.RaiseNeed, "提出需求", "unit", status=201),
    get("/needs", orders.Needs, "双清单"),
    download("/need-sheet", orders.NeedSheet, "下载双清单"),
    get("/needs/{need}", orders.NeedOf, "一项需求"),
    post("/needs/{need}/confirm", orders.ConfirmNeed, "确认需求", "unit", *OFFICES),
    post("/needs/{need}/accept", orders.AcceptNeed, "列入责任清单", *OFFICES),
    post("/needs/{need}/decline", orders.DeclineNeed, "退回需求", *OFFICES),
    post("/needs/{need}/met", orders.ConfirmMet, "确认需求已满足", "unit", *OFFICES),
)

"""A message as its reader sees it."""

from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from services.notify.answers import shown
from tests.unit.notify.cast import NOW, ZHANG

KEPT: dict[str, Any] = {
    "id": "e-1:zhang-min:inbox",
    "fact": "tasks.task_returned.v1",
    "about": "t-1",
    "about_district": "anning",
    "subject": "任务被退回：校园国防教育",
    "body": "退回理由：缺少照片\n",
    "created_at": NOW,
    "delivered_at": NOW,
    "read_at": None,
}
"""As messages were kept before they had a severity, a page and an answer."""


def test_a_message_from_before_is_routine_and_leads_nowhere():
    found = shown(KEPT, None)
    assert (found["severity"], found["path"], found["acknowledged_at"]) == ("routine", "", None)


def test_what_came_until_all_was_read_counts_as_read():
    later = NOW + timedelta(minutes=1)
    assert shown(KEPT, replace(ZHANG, read_until=later))["read_at"] == later
    assert shown(KEPT, replace(ZHANG, read_until=NOW))["read_at"] == NOW
    assert shown(KEPT | {"delivered_at": later}, replace(ZHANG, read_until=NOW))["read_at"] is None
    assert shown(KEPT | {"read_at": NOW}, replace(ZHANG, read_until=later))["read_at"] == NOW

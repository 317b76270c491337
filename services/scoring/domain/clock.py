"""Days and hours are those of China, whatever the machine's."""

from datetime import timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")

"""How often an account may ask whether a picture was used before: enough for a phone that sends a
day's shots, too little to search for pictures that one has not got."""

from collections import deque
from datetime import datetime, timedelta

MOST = 120
WITHIN = timedelta(minutes=1)
MOST_ACCOUNTS = 10_000
"""Beyond, the books are begun anew: they are a brake, and no record."""


class Pace:
    """Of one process."""

    def __init__(self) -> None:
        self._asked: dict[str, deque[datetime]] = {}

    def allows(self, account: str, now: datetime) -> bool:
        if account not in self._asked and len(self._asked) >= MOST_ACCOUNTS:
            self._asked.clear()
        asked = self._asked.setdefault(account, deque(maxlen=MOST))
        if len(asked) == MOST and now - asked[0] < WITHIN:
            return False
        asked.append(now)
        return True

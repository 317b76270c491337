"""Everybody's hands on the API, and the words of the terminal."""

import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from threading import Lock

from infra.demo import city
from infra.demo.api import Api


@dataclass
class Cast:
    """``office``: the city's. ``as_`` signs in once per account. ``say`` prints a line with the
    time passed.
    """

    office: Api
    today: date
    started: float = field(default_factory=time.monotonic)
    _signed: dict[str, Api] = field(default_factory=dict)
    _signing: Lock = field(default_factory=Lock)

    @property
    def year(self) -> int:
        return self.today.year

    @property
    def day(self) -> date:
        """The first of August (建军节), or yesterday while that is to come."""
        return min(date(self.year, 8, 1), self.today - timedelta(days=1))

    def as_(self, account: str) -> Api:
        with self._signing:
            if account not in self._signed:
                self._signed[account] = self.office.sign_in(account, city.PASSWORD)
            return self._signed[account]

    def of(self, district: str, who: str) -> Api:
        return self.as_(city.account(district, who))

    def close(self) -> None:
        for api in (self.office, *self._signed.values()):
            api.close()

    def say(self, line: str) -> None:
        print(f"  {time.monotonic() - self.started:6.1f} s  {line}", flush=True)

    @property
    def campaign(self) -> str:
        return f"c-{self.year}"

    def task(self, district: str, item: str) -> str:
        return f"t-{self.year}-{district}-{item}"

"""People who work in a storm: each repeats what was not answered, under the same key, and writes
down what was acknowledged."""

import itertools
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from uuid6 import uuid7

from infra.demo import files, uploads
from infra.demo.uploads import File
from tests.support.storm.feed import Listener
from tests.support.storm.town import HOME, SIGNS, Town
from tests.support.storm.trying import ANSWERED_WITHIN, insist

PAUSE = 0.2  # seconds between two acts of one person
FINDINGS = ("F07", "H05", "D12")


class People:
    """What they were told is done.

    Attributes:
        files: evidence id → the file, once the service has said that it is stored.
        photos: row key → evidence id of its photo.
        findings: finding id → its text. accepted: task ids. rows: row keys.
        faults: what should not have happened to anybody.
    """

    def __init__(self, town: Town) -> None:
        self.town = town
        self.files: dict[str, File] = {}
        self.photos: dict[str, str] = {}
        self.findings: dict[str, str] = {}
        self.accepted: list[str] = []
        self.rows: list[str] = []
        self.faults: list[str] = []
        self.listeners = [Listener(town.office), Listener(town.office)]
        self._leave = threading.Event()
        self._open_tasks = iter(town.tasks.items())

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """At the end everybody finishes the act begun and stops."""
        acts = (self._report, self._photograph, self._find, self._accept)
        threads = [threading.Thread(target=self._work, args=(act,)) for act in acts]
        for listener in self.listeners:
            listener.start()
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._leave.set()
            for thread in threads:
                thread.join(ANSWERED_WITHIN + 30)
            self.faults += [f"{thread.name} still works" for thread in threads if thread.is_alive()]

    def _work(self, act: Callable[[int], None]) -> None:
        try:
            for n in itertools.count(1):
                act(n)
                if self._leave.wait(PAUSE):
                    return
        except StopIteration:
            return
        except Exception as fault:  # noqa: BLE001  told by the test, not by a dead thread
            self.faults.append(f"{act.__name__}: {fault!r}")

    def _report(self, n: int) -> None:
        """A unit sends a document of its own."""
        seed = f"document-{n}-{uuid.uuid4()}"
        file = File(str(uuid7()), HOME, f"{n}.pdf", files.PDF, f"材料 {n}", files.pdf(seed))
        self._send("xuanchuan", file)

    def _photograph(self, n: int) -> None:
        """The office adds a sign post to the register, and the field worker its photo."""
        key = f"S-{n:03d}"
        row = {"key": key, "label": f"标语牌 {n}", "unit": "xuanchuan", "place": "东街"}
        path = f"/registers/{self.town.register}/rows"
        insist(lambda: self.town.hand("office").post(f"row {key}", path, rows=[row]))
        self.rows.append(key)
        taken = datetime.now() - timedelta(days=1, minutes=n)
        more = {
            "items": [SIGNS],
            "register": self.town.register,
            "row": key,
            "captured_at": taken.isoformat(timespec="seconds") + "+08:00",
        }
        body = files.photo(f"{key}-{uuid.uuid4()}", taken)
        file = File(
            str(uuid7()), HOME, f"{key}.jpg", files.JPEG, f"标语牌 {n}", body, "camera", more
        )
        self._send("field", file)
        self.photos[key] = file.id

    def _send(self, who: str, file: File) -> None:
        api = self.town.hand(who)
        insist(lambda: uploads.declare(api, file))
        insist(lambda: uploads.send(api, file))
        state = insist(lambda: uploads.report(api, file))
        if state == "OPEN":
            raise AssertionError(f"the store has lost {file.filename}")
        self.files[file.id] = file

    def _find(self, n: int) -> None:
        text = f"第 {n} 处问题"
        body = {"item": FINDINGS[n % len(FINDINGS)], "unit": "shuangyongban", "kind": "found"}
        path = f"/inspections/{self.town.inspection}/findings"
        inspector = self.town.hand("inspector")
        answer = insist(lambda: inspector.post(f"finding {n}", path, fault=text, **body))
        self.findings[answer["id"]] = text

    def _accept(self, _: int) -> None:
        task, lead = next(self._open_tasks)
        unit = self.town.hand(lead)
        insist(lambda: unit.post(f"accept {task}", f"/tasks/{task}/accept"))
        self.accepted.append(task)

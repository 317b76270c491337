"""Run one service: ``python -m kit.run <module>:<Class>``.

Exit codes: 0 after SIGTERM or SIGINT, 78 for a bad setting, 70 when the watchdog found it deaf, 75
when what was in flight did not finish in time (the broker gives it again).
"""

import eventlet

eventlet.monkey_patch()

import os  # noqa: E402  everything else after the patch
import signal  # noqa: E402
import sys  # noqa: E402
from typing import Any  # noqa: E402

from eventlet import patcher  # noqa: E402
from nameko.constants import MAX_WORKERS_CONFIG_KEY  # noqa: E402
from nameko.containers import ServiceContainer  # noqa: E402

from contracts.product import ENV  # noqa: E402
from kit import config, logs  # noqa: E402
from kit.entrypoints import nameko_service  # noqa: E402
from kit.service import Service, find  # noqa: E402
from kit.settings import BadSetting, check_all  # noqa: E402

SPARE_WORKERS = 8

log = logs.get(__name__)


def workers(service: type[Service]) -> int:
    """Enough that no worker pool is ever the reason to wait."""
    events = len(service.handlers()) * config.PREFETCH()
    return events + config.COMMAND_PREFETCH() + SPARE_WORKERS


def give_up() -> None:
    sys.stderr.write('{"level":"error","event":"stopped with work in flight"}\n')
    sys.stderr.flush()
    os._exit(os.EX_TEMPFAIL)


def stop_on_signal(container: ServiceContainer) -> None:
    """The first signal stops gracefully; an OS thread ends the process after STOP_SECONDS."""
    stopping: list[bool] = []

    def stop(_signal: int, _frame: Any) -> None:
        if not stopping:
            stopping.append(True)
            threading = patcher.original("threading")
            timer = threading.Timer(config.STOP_SECONDS(), give_up)
            timer.daemon = True
            timer.start()
            eventlet.spawn_n(container.stop)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)


def main(target: str) -> int:
    service = find(target)
    logs.configure(service.name)
    try:
        check_all()
    except BadSetting as fault:
        sys.stderr.write(f"{fault}\n")
        return os.EX_CONFIG
    how = {MAX_WORKERS_CONFIG_KEY: workers(service)}
    container = ServiceContainer(nameko_service(service), how)
    stop_on_signal(container)
    container.start()
    log.info("started", version=os.environ.get(f"{ENV}VERSION", "dev"))
    container.wait()
    log.info("stopped")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2 or ":" not in sys.argv[1]:
        sys.exit("usage: python -m kit.run <module>:<Class>")
    sys.exit(main(sys.argv[1]))

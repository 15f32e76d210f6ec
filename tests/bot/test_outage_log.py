"""How often an outage is told of."""

from structlog.testing import capture_logs

from bot.outage_log import EVERY, OutageLog
from storage.changes import KeysUnavailable, StorageDown


def test_each_reason_is_told_at_once_and_then_now_and_then() -> None:
    now = 0.0
    outages = OutageLog(lambda: now)
    with capture_logs() as logs:
        for _ in range(3 * EVERY):  # each second
            outages.report(KeysUnavailable("The folder is gone."))
            outages.report(StorageDown("Nobody answers."))
            now += 1
        outages.end()
        outages.report(KeysUnavailable("The folder is gone."))
    keys, database = "keys are missing; trying again", "the database is down; trying again"
    told = [each["event"] for each in logs]
    assert told == [keys, database] * 3 + ["database and keys can be used again", keys]

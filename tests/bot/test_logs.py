"""Logs are told, and never in the way."""

import subprocess
import sys
from pathlib import Path

SPEAKS = """
import structlog
from bot.cli.common import quiet_logs
quiet_logs()
structlog.get_logger().error("the disk is full")
print("goes on")
"""


def test_a_log_on_a_full_disk_stops_nobody() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", SPEAKS], stderr=full, stdout=subprocess.PIPE, check=False
        )
    assert done.stdout == b"goes on\n"


def test_what_is_logged_can_be_read() -> None:
    done = subprocess.run([sys.executable, "-c", SPEAKS], capture_output=True, check=True)
    assert b"the disk is full" in done.stderr

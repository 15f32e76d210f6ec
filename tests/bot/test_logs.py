"""Logs are told, and never in the way."""

import subprocess
import sys
from pathlib import Path

from bot.logs import Pace

SPEAKS = """
import structlog
from bot.cli.common import quiet_logs
quiet_logs()
structlog.get_logger().error("the disk is full")
print("goes on")
"""

MANY = """
import asyncio, logging, structlog
from bot.cli.common import quiet_logs
from bot.logs import report_failures
quiet_logs()
async def strangers():
    loop = asyncio.get_running_loop()
    report_failures(loop)
    for number in range(5000):
        context = {"message": "socket.accept() out of system resource", "exception": OSError("203.0.113.7")}
        loop.call_exception_handler(context)
        structlog.get_logger().error("a page failed", page=str(number))
        logging.getLogger("some.library").error("what %s sent is wrong", number)
asyncio.run(strangers())
"""


def test_what_strangers_cause_is_told_a_few_times_and_without_an_address() -> None:
    said = subprocess.run([sys.executable, "-c", MANY], capture_output=True, check=True).stderr
    assert said.count(b"out of system resource") == 1
    assert said.count(b"a page failed") == 10
    assert said.count(b"what ") == 1
    assert b"203.0.113.7" not in said


def test_how_many_were_left_out_is_told_a_minute_later() -> None:
    now = 0.0
    pace = Pace(2, lambda: now)
    assert [pace.admit("a page failed") for _ in range(5)] == [0, 0, None, None, None]
    assert pace.admit("something else") == 0
    now = 60.0
    assert [pace.admit("a page failed") for _ in range(2)] == [3, None]


def test_a_log_on_a_full_disk_stops_nobody() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", SPEAKS], stderr=full, stdout=subprocess.PIPE, check=False
        )
    assert done.stdout == b"goes on\n"


def test_what_is_logged_can_be_read() -> None:
    done = subprocess.run([sys.executable, "-c", SPEAKS], capture_output=True, check=True)
    assert b"the disk is full" in done.stderr


def test_a_line_is_no_longer_than_anybody_reads() -> None:
    speaks = SPEAKS.replace('"the disk is full"', '"x" * 3_000_000, why="y" * 3_000_000, seconds=7')
    done = subprocess.run([sys.executable, "-c", speaks], capture_output=True, check=True)
    assert len(done.stderr) < 2_000
    assert b"xxx" in done.stderr
    assert b"seconds" in done.stderr


def test_nor_is_one_of_a_library() -> None:
    speaks = SPEAKS.replace("structlog.get_logger()", 'logging.getLogger("x")').replace(
        '"the disk is full"', '"x" * 3_000_000'
    )
    done = subprocess.run([sys.executable, "-c", f"import logging{speaks}"], capture_output=True, check=True)
    assert b"xxx" in done.stderr
    assert len(done.stderr) < 2_000

"""Sees to it that the conformance cases are there; shows at the end of every run what share passes."""

import os

import pytest

from tests.conformance import xforms_cases, xpath_cases

SHARES: pytest.StashKey[list[str]] = pytest.StashKey()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[SHARES] = []


@pytest.fixture(autouse=True)
def _cases_at_hand() -> None:
    for file in (xforms_cases.FILE, xpath_cases.FILE):
        if not file.exists():
            missing = f"The conformance cases are not there: {file}"
            if os.environ.get("CI") == "true":
                pytest.fail(missing)
            pytest.skip(missing)


@pytest.fixture
def shares(pytestconfig: pytest.Config) -> list[str]:
    """Lines to be shown in the summary."""
    return pytestconfig.stash.setdefault(SHARES, [])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for line in config.stash.get(SHARES, []):
        terminalreporter.write_line(line)

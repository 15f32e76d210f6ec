"""Shows the share of the conformance cases that pass at the end of every run."""

import pytest

SHARES: pytest.StashKey[list[str]] = pytest.StashKey()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[SHARES] = []


@pytest.fixture
def shares(pytestconfig: pytest.Config) -> list[str]:
    """Lines to be shown in the summary."""
    return pytestconfig.stash.setdefault(SHARES, [])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for line in config.stash.get(SHARES, []):
        terminalreporter.write_line(line)

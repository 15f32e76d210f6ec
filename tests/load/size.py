"""How much: long with `CHAOS` set to a number of kills, as `make chaos` does, short in every test run."""

import os

import pytest

LONG = bool(os.environ.get("CHAOS"))
long_only = pytest.mark.skipif(not LONG, reason="long runs only")
RESIDENTS = 200 if LONG else 5
BUSY = 50 if LONG else 10
"""Residents who answer while something is killed or restarted."""
KILLS = int(os.environ["CHAOS"]) if LONG else 6
"""In each of three ways: a file, by polling and by webhook, and two processes on one server."""
FOLLOWERS = 500 if LONG else 45
CUTS = KILLS if LONG else 1
"""Kills while an announcement goes out."""
RESTARTS = 20 if LONG else 2
RECIPIENTS = 10_000 if LONG else 150
"""People to whom one announcement goes while others answer."""
ARRIVALS = 500 if LONG else 60
"""People who answer while somebody looks at the dashboard."""
STOPS = 6 if LONG else 2

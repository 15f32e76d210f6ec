"""How much: long with `CHAOS` set to a number of kills, as `make chaos` does, short in every test run."""

import os

LONG = bool(os.environ.get("CHAOS"))
RESIDENTS = 200 if LONG else 8
BUSY = 50 if LONG else 20
"""Residents who answer while something is killed or restarted."""
KILLS = int(os.environ["CHAOS"]) if LONG else 4
FOLLOWERS = 500 if LONG else 45
RESTARTS = 20 if LONG else 2
STOPS = 6 if LONG else 2

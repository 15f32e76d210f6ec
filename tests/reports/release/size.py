"""How much: long with `ATTACK` set to so many consultations, as `make attack` does, else short."""

import os

LONG = bool(os.environ.get("ATTACK"))
CONSULTATIONS = int(os.environ["ATTACK"]) if LONG else 2
PERSONS = 200 if LONG else 12
USES = 200 if LONG else 12
TIMEOUT = 300 + 60 * CONSULTATIONS

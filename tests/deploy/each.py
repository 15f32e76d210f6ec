"""Run inside the unit: gives `mushawara` each command, after one start instead of one for each."""

import sys

from bot.cli import app

if __name__ == "__main__":
    for command in sys.argv[1:]:
        app(command.split(), standalone_mode=False)

"""The real process under load, with repeats, faults and kills: nothing is lost, nothing is doubled.

`town.py` is the consultation, `process.py` the bot's process, `resident.py` somebody who answers and
remembers what they meant, `crowd.py` many of them. `make chaos` runs it long, `make test` short.
"""

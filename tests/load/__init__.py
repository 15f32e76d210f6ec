"""The real process under load, with repeats, faults and kills: nothing is lost, nothing is doubled.

`town.py` is the consultation, `process.py` the bot's process, `resident.py` somebody who answers and
remembers what they meant (`meaning.py`) from what `screen.py` reads on their `phone.py`, `crowd.py` many.
`make chaos` runs it long, `make test` short.
"""

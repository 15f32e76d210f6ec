"""The real process under load, with repeats, faults and kills: nothing is lost, nothing is doubled.

`town.py` is the consultation, `sheet.py` writes it down, `process.py` is the bot's process, `proxy.py` stands
before two. A `resident.py` reads a `screen.py` on their `phone.py`, decides what they mean (`meaning.py`) and
keeps it in their `memory.py`, with the `animals.py` they told of; `crowd.py` is many of them.
`make chaos` runs it long, `make test` short.
"""

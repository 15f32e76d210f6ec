"""What a turn costs, beside other ways to write the same bot; `make bench` runs it.

`survey.py` is the survey that all bots ask, `api.py` the Bot API in front of them with the residents who
answer, `wire.py` its HTTP, `bots.py` the processes, `peers/` the other ways, `measure.py` the measuring,
`paper.py` the page `docs/benchmarks.md`.
"""

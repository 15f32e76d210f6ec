"""The bench works from end to end, at a small size; what it measures is not judged here."""

from argparse import Namespace

import pytest

from survey.engine import Form
from tests.bench import commit, engine, paper
from tests.bench.__main__ import measure
from tests.bench.bots import Contestant
from tests.bench.peers.cards import LAST, drawn, tapped, wrote
from tests.bench.survey import STEPS, UPDATES
from tests.postgres import cluster

DURABLE = ("autovacuum", "fsync", "full_page_writes", "synchronous_commit")


async def test_residents_answer_our_process_and_everybody_is_answered() -> None:
    options = Namespace(crowd=30, rates=(100,), seconds=1.0, conversations=20)
    result = await measure(Contestant("Mushawara"), options)
    assert result.far
    assert [pace.unanswered for pace in (*result.paces, result.far)] == [0, 0]
    assert result.paces[0].cpu > 0
    assert "| CPU for each update at 100/s |" in paper.table([result])


def test_the_peers_ask_the_same_cards_in_the_same_order() -> None:
    data: dict[str, object] = {}
    place, updates, shown = 0, 1, []
    while place < LAST:
        step = STEPS[place]
        shown.append(step)
        for word in step.does:
            text, rows = drawn(place, data)
            assert step.mark in text
            if step.choices:
                assert word in [label for row in rows for label, _ in row]
            after = tapped(place, _data(rows, word), data) if step.choices else wrote(place, word, data)
            updates += 1
        place = after
    assert shown == list(STEPS[:LAST])
    assert updates == UPDATES


@pytest.mark.parametrize("word", ["0", "99", "lots"])
def test_the_peers_refuse_what_does_not_fit(word: str) -> None:
    place = next(place for place, step in enumerate(STEPS) if step.name == "people")
    data: dict[str, object] = {}
    assert wrote(place, word, data) == place
    assert "people" not in data


def _data(rows: list[list[tuple[str, str]]], word: str) -> str:
    return next(data for row in rows for label, data in row if label == word)


def test_the_form_of_the_engine_bench_is_answered_to_its_end() -> None:
    form = Form.load(engine.xform(12))
    assert [question.kind for question in form.questions].count("calculate") == 1
    cost = engine.measure(12, answers=12)
    assert (cost.questions, cost.load > 0) == (12, True)


async def test_postgresql_runs_with_the_settings_of_a_new_installation() -> None:
    names = ", ".join(map(repr, DURABLE))
    with cluster(safe=True) as server:
        found = await server.ask(f"SELECT name, setting FROM pg_settings WHERE name IN ({names})")
    assert dict(map(tuple, found)) == dict.fromkeys(DURABLE, "on")


async def test_commits_are_measured_beside_bare_ones() -> None:
    ours, bare = await commit.measure(processes=2, seconds=0.5, disk=1)
    assert min(ours) > 0
    assert min(bare) > 0

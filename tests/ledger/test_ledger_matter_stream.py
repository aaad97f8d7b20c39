"""All matters one by one: the same as `Weighings.matters` finds."""

import pytest
from ledger_samples import claim_of, event_of, reading_of
from ledger_weighing_samples import weigh_by_hand

from sayso.errors import UsageError
from sayso.export import write
from sayso.ledger.matter_stream import each_matter


@pytest.fixture
def weighed(ledger):
    from dataclasses import replace

    for actor, day in (("Iran", "2023-01-01"), ("Belarus", None)):
        text = f"{actor} sent drones to Russia, Kyiv said."
        event = event_of(
            text, "AID", "sent", actors=[(actor, {"name": actor})],
            recipients=[("Russia", {"actor": "RUS", "name": "Russia"})],
        )  # fmt: skip
        ledger.append(
            replace(reading_of(text, published=day), claims=(claim_of(text, event, "Kyiv", cue="said"),))
        )
    weigh_by_hand(ledger)
    return ledger


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"words": "drones"},
        {"words": '"'},
        {"actor": "belarus"},
        {"recipient": "iran"},
        {"type": ("aid", "consult")},
        {"since": "2023-02-02"},
        {"until": "2022"},
        {"since": "2023-02", "until": "2023-02"},
    ],
)
def test_it_gives_what_matters_gives(weighed, asked):
    work = weighed.weighings
    found = list(each_matter(work, **asked))
    assert found == sorted(work.matters(**asked), key=lambda each: each.matter)
    assert bool(found) == (not any(name in str(asked) for name in ("iran", "'\"'", "02-02", "2022")))


def test_a_ledger_that_was_not_weighed(ledger):
    assert list(each_matter(ledger.weighings)) == []


def test_what_is_asked_wrongly(ledger):
    with pytest.raises(UsageError, match="no type of event"):
        each_matter(ledger.weighings, type="WAR")


def test_networks_over_either_database(weighed, tmp_path):
    for form in ("graphml", "gexf", "plover", "ftm"):
        with open(tmp_path / form, "wb") as file:
            written = write(weighed, form, file)
        assert written.rows + written.left_out == {"ftm": 6}.get(form, 2)

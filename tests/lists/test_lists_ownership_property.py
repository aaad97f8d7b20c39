"""Small random graphs against a slow solver that tries every world, and what must hold of any graph."""

from datetime import date
from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sayso.lists.ownership import STATUSES, Control, Holdings, Stake, load_rules, of, solve

RULES = {rule.id: rule for rule in load_rules()}
DAY = date(2022, 6, 15)
PARTIES = "ABCDEF"
STEP = 10

# The slow solver. Worlds: every share at every tenth of its range, so long as no asset has more than 100 %.


def worlds(ranges):
    choices = [range(low, high + 1, STEP) for low, high in ranges.values()]
    for shares in product(*choices):
        world = dict(zip(ranges, shares, strict=True))
        totals = {}
        for (_, asset), share in world.items():
            totals[asset] = totals.get(asset, 0) + share
        if max(totals.values(), default=0) <= 100:
            yield world


def blocked_in(world, roots, enough):
    """Add one party at a time until no further one has owners enough."""
    its = set(roots)
    while True:
        new = {
            asset
            for asset in PARTIES
            if asset not in its
            and enough(sum(share for (owner, what), share in world.items() if what == asset and owner in its))
        }
        if not new:
            return its
        its |= new


def slowly(ranges, listed, rule):
    """Give who is blocked in every world, and who in some."""
    always, ever = set(PARTIES), set()

    def enough(share):
        return share > 50 or (share == 50 and rule.inclusive)

    for world in worlds(ranges):
        if rule.aggregate:
            its = blocked_in(world, listed, enough)
        else:
            its = set().union(*(blocked_in(world, {root}, enough) for root in listed))
        always &= its
        ever |= its
    if not rule.aggregate:  # through one and the same party in every world
        always = set()
        for root in listed:
            through = set(PARTIES)
            for world in worlds(ranges):
                through &= blocked_in(world, {root}, enough)
            always |= through
    return always, ever


pairs = st.tuples(st.sampled_from(PARTIES), st.sampled_from(PARTIES)).filter(lambda pair: pair[0] != pair[1])
shares = st.sampled_from((10, 20, 25, 30, 40, 50, 50, 60, 70, 100)).map(lambda share: share // STEP * STEP)
widths = st.sampled_from((0, 0, 0, 10, 20, 30))
parties = st.sets(st.sampled_from(PARTIES), min_size=1, max_size=3)


@st.composite
def small_graphs(draw):
    ranges = {}
    left = dict.fromkeys(PARTIES, 100)
    wide = 0
    for owner, asset in draw(st.lists(pairs, max_size=9, unique=True)):
        low = min(draw(shares), left[asset])
        width = draw(widths) if wide < 4 else 0
        if draw(st.integers(0, 12)) == 0 and wide < 4:
            low, width = 0, 100
        ranges[owner, asset] = (low, min(100, low + width))
        left[asset] -= low
        wide += width > 0
    return ranges


@settings(max_examples=150, deadline=None)
@given(
    small_graphs(),
    parties,
    st.sampled_from(("us-50-2014", "eu-more-than-50", "us-50-2008", "gb-more-than-50")),
)
def test_one_source_is_solved_exactly(ranges, listed, name):
    rule = RULES[name]
    assume(sum(1 for _ in worlds(ranges)) < 3000)
    stakes = tuple(
        Stake(owner, asset, low, high, "register", "2000") for (owner, asset), (low, high) in ranges.items()
    )
    solution = solve(Holdings(stakes), listed, rule, DAY)
    always, ever = slowly(ranges, listed, rule)
    assert solution.blocked | set(listed) == always
    assert solution.blocked | solution.possible | set(listed) == ever


# Any graph: several sources, dates of all kinds, control.

dates = st.sampled_from((None, None, "2010", "2022", "2022-06", "2022-06-15", "2030", "2021/2023"))
sources = st.sampled_from(("register", "press", "list"))


@st.composite
def any_stakes(draw):
    owner, asset = draw(pairs)
    low = draw(st.integers(0, 100))
    high = draw(st.one_of(st.just(low), st.integers(low, 100)))
    return Stake(owner, asset, low, high, draw(sources), draw(dates), draw(dates), draw(dates))


@st.composite
def any_controls(draw):
    holder, asset = draw(pairs)
    return Control(
        holder, asset, draw(st.sampled_from(("control", "office"))), draw(sources), draw(dates), draw(dates)
    )


any_holdings = st.builds(
    lambda stakes, controls: Holdings(tuple(stakes), tuple(controls)),
    st.lists(any_stakes(), max_size=14),
    st.lists(any_controls(), max_size=3),
)
any_rule = st.sampled_from(sorted(RULES)).map(RULES.get)


def strength(status):
    """A listed party counts as one that is blocked."""
    return min(3 - STATUSES.index(status), 2)


@settings(max_examples=150, deadline=None)
@given(any_holdings, parties, st.sampled_from(PARTIES), any_rule)
def test_one_more_listing_never_unblocks_anybody(holdings, listed, further, rule):
    before = solve(holdings, listed, rule, DAY)
    after = solve(holdings, {*listed, further}, rule, DAY)
    for party in PARTIES:
        assert strength(before.status(party)) <= strength(after.status(party))


@settings(max_examples=150, deadline=None)
@given(any_holdings, parties, any_rule)
def test_every_witness_leads_from_the_listed_and_is_enough(holdings, listed, rule):
    solution = solve(holdings, listed, rule, DAY)
    for party in PARTIES:
        its = of(solution, party)
        if its.status in ("listed", "not blocked"):
            assert not its.witness
            continue
        assert its.witness[-1].asset == party
        assert set(its.roots) <= listed
        assert rule.aggregate or len(its.roots) == 1
        arrived = set(listed)
        for asset in dict.fromkeys(step.asset for step in its.witness):
            steps = [step for step in its.witness if step.asset == asset]
            assert {step.owner for step in steps} <= arrived
            arrived.add(asset)
            if steps[0].kind == "ownership":
                held = sum(step.low if step.sure else step.high for step in steps)
                assert held > 50 or (held == 50 and rule.inclusive)
        if its.status == "blocked":
            assert all(step.sure for step in its.witness)
        else:
            assert its.needed


@settings(max_examples=50, deadline=None)
@given(any_holdings, parties, any_rule, st.randoms())
def test_the_order_of_records_does_not_matter(holdings, listed, rule, chance):
    stakes, controls = list(holdings.stakes), list(holdings.controls)
    chance.shuffle(stakes)
    chance.shuffle(controls)
    one, other = (
        solve(its, listed, rule, DAY) for its in (holdings, Holdings(tuple(stakes), tuple(controls)))
    )
    for party in PARTIES:
        assert one.status(party) == other.status(party)
        its, others = of(one, party), of(other, party)
        assert its.shares == others.shares
        assert [(s.owner, s.asset, s.source, s.low) for s in its.witness] == [
            (s.owner, s.asset, s.source, s.low) for s in others.witness
        ]

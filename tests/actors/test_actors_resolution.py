# ruff: noqa: E501  (tables of cases are read by rows)
"""Who is meant by the mentions of one report: small cases, each with the exact parties.

A case is a text with the words asked for in brackets, each with the role in which the reader took them:
``[Tehran|actor]``; ``[Tehran|]`` has none. Parties of the report alone are written ``@name-of-it``.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from sayso.actors import Resolver, shipped
from sayso.actors.scene import Meant
from sayso.reader import Reader
from sayso.reading.reading import (
    Attribution,
    Claim,
    Event,
    Object,
    Participant,
    Place,
    ReaderVersion,
    Reading,
    Source,
    Speaker,
    Time,
)
from sayso.report import Report

DAY = "2023-08-21"
ASKED = re.compile(r"\[([^\]|]+)\|(\w*)\]")
VERSION = ReaderVersion("0", "0" * 64)


@pytest.fixture(scope="module")
def resolver() -> Resolver:
    return Resolver(shipped())


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def made(text, said=(), day=DAY, **about):
    """A reading without claims; `said` has the words of a source and of what it says, in pairs."""
    report = Report.from_text(text, published=day, **about)
    assert report.text == text

    def span(words):
        start = text.index(words)
        return (start, start + len(words))

    attributions = tuple(
        Attribution((span(source),), (), (span(content),), Speaker(source)) for source, content in said
    )
    return Reading(report, VERSION, attributions=attributions)


def ask(resolver, marked, said=(), day=DAY, **about) -> list[Meant]:
    text, spans, cut = ASKED.sub(r"\1", marked), [], 0
    for match in ASKED.finditer(marked):
        start = match.start() - cut
        spans.append(((start, start + len(match[1])), match[2] or None))
        cut += len(match[0]) - len(match[1])
    return [meant for meant, _ in resolver.meant(made(text, said, day, **about), spans)]


def plain(meant):
    return " ".join(re.sub("^@[0-9a-f]{12}/", "@", party) for party in meant.parties)


def rows(text):
    return [tuple(cell.strip() for cell in line.rsplit("=>", 1)) for line in text.strip().splitlines()]


def told(resolver, marked, **about):
    return "; ".join(plain(meant) or "-" for meant in ask(resolver, marked, **about))


NAMES = """
[Iran|actor] and [IRAQ|recipient] met.                                       => IRN; IRQ
[Russian Foreign Minister Sergei Lavrov|source] said so.                     => sergey-lavrov
[Mr Lavrov|source] said so; Sergey Lavrov had come late.                     => sergey-lavrov
[Chancellor Scholz|source] said so.                                          => olaf-scholz
[Gen. Valery Gerasimov|source] said so.                                      => valery-gerasimov
[Kremlin spokesman Dmitry Peskov|source] said so.                            => dmitry-peskov
[President Luiz Inácio Lula da Silva|source] said so.                        => luiz-inacio-lula-da-silva
[Erdoğan|source] met [Erdogan|recipient].                                    => recep-tayyip-erdogan; recep-tayyip-erdogan
[the Wall Street Journal|source] said so.                                    => wall-street-journal
[the YPG militia|actor] attacked.                                            => ypg
[People's Protection Units|actor] attacked.                                  => ypg
[Iran's Revolutionary Guards|actor] seized it.                               => IRN/irgc
[Lebanon's Hezbollah|actor] fired.                                           => hezbollah
[Iran's state news agency IRNA|source] said so.                              => irna
[the Chinese company Huawei|actor] sold it.                                  => huawei
[the U.N.|actor] and [Nato|actor] met.                                       => un; nato
[The Israel Defense Forces|source] said so.                                  => ISR/armed-forces
[the Taliban foreign minister|source] said so.                               => taliban
"""
TITLES = """
[The Iranian foreign minister|source] denied it.                             => hossein-amir-abdollahian
[Russia's defence minister|source] denied it.                                => sergei-shoigu
[The Ukrainian president|source] denied it.                                  => volodymyr-zelensky
[the US secretary of state|source] denied it.                                => antony-blinken
[The Foreign Secretary|source] denied it.                                    => james-cleverly
[Iran's leader|source] and [the German leader|source] denied it.             => ali-khamenei; olaf-scholz
[The Saudi king|source] denied it.                                           => salman-bin-abdulaziz
[a Russian minister|source] denied it.                                       => RUS/government
[an Iranian general|source] denied it.                                       => IRN/armed-forces
[the mayor of Kyiv|source] denied it.                                        => UKR/government
[the NATO chief|source] denied it.                                           => nato
[the UN secretary-general|source] denied it.                                 => un
"""
FORMER = """
[Former US president Donald Trump|source] said so.                           => donald-trump
[The former Iranian president|source] said so.                               => IRN
[The former British prime minister|source] said so.                          => GBR/government
[then-president Barack Obama|source] said so.                                => barack-obama
[The then defence secretary|source] said so.                                 => GBR/defence-ministry
Donald Trump left. [The former president|source] said so.                    => donald-trump
[former Prime Minister Johnson|source] said so. He led Britain.              => boris-johnson
"""
APPOSITIONS = """
[Sergei Shoigu, the Russian defence minister,|source] said so.               => sergei-shoigu
[Serbia's defence minister, Dragana Milivojevic,|source] said so.            => @dragana-milivojevic
[Ilse Brandt, a German lawmaker,|source] said so.                            => @ilse-brandt
[Lindqvist Marine, a salvage firm|source], said so.                          => @lindqvist-marine
"""
BODIES = """
[The Russian defence ministry|source] said so.                               => RUS/defence-ministry
[Beijing's Foreign Ministry|source] said so.                                 => CHN/foreign-ministry
[The Foreign Ministry in Warsaw|source] said so.                             => POL/foreign-ministry
In Warsaw, [the Foreign Ministry|source] said so.                            => POL/foreign-ministry
[the Pentagon|source] and [the White House|source] said so.                  => USA/defence-ministry; USA/presidency
[Iran's parliament|source] said so.                                          => IRN/parliament
[the French army|actor] left.                                                => FRA/army
[Iranian officials|source] and [two Turkish officials|source] said so.       => IRN/government; TUR/government
[a spokesman for the Iranian foreign ministry|source] said so.               => IRN/foreign-ministry
[Syrian rebels|actor] fired.                                                 => SYR/rebels
[police in Kenya|source] said so.                                            => KEN/police
[people in Aleppo|recipient] died.                                           => SYR/civilians
[more than 500|recipient] died in Aleppo.                                    => SYR/civilians
[Hamas officials|source] said so.                                            => hamas
[a Reuters journalist|source] said so.                                       => reuters
[the Assad regime|source] said so.                                           => SYR/government
NAIROBI, Aug 21 (Reuters) - [Police|source] said so.                         => KEN/police
"""
SEVERAL = """
[Russia and China|actor] vetoed it.                                          => RUS CHN
[Turkey, Qatar and Egypt|actor] met.                                         => TUR QAT EGY
[Iranian and Russian officials|actor] met.                                   => IRN/government RUS/government
[the Iranian and Russian foreign ministers|actor] met.                       => IRN/foreign-ministry RUS/foreign-ministry
[Russian President Vladimir Putin and Chinese leader Xi Jinping|actor] met.  => vladimir-putin xi-jinping
[the French president and the German chancellor|actor] met.                  => emmanuel-macron olaf-scholz
Iran met Iraq on Monday. [Both countries|actor] agreed.                      => IRN IRQ
Iran and Saudi Arabia met. [The two sides|actor] agreed.                     => IRN SAU
Iran, Iraq and Syria met. [The three countries|actor] left.                  => IRN IRQ SYR
Boeing and Airbus sold jets. [Both companies|actor] left.                    => boeing airbus
Boris Johnson met Emmanuel Macron. [The two leaders|actor] left.             => boris-johnson emmanuel-macron
Iran met Iraq. [Their foreign ministers|actor] left.                         => IRN/foreign-ministry IRQ/foreign-ministry
[Baltic states|actor] and [the two Koreas|actor] agreed.                     => EST LVA LTU; PRK KOR
Iran attacked. [The two countries|actor] met.                                => -
"""
PRONOUNS = """
Iran launched a missile. [It|actor] denied it.                               => IRN
Angela Merkel met Olaf Scholz. [She|actor] left, [he|actor] stayed.          => angela-merkel; olaf-scholz
Iran and Iraq met. [They|actor] agreed.                                      => IRN IRQ
[It|actor] was raining in Iran. [It|source] is clear that Iraq lost.         => -; -
[He|actor] left early.                                                       => -
Hezbollah fired rockets. [The group|source] and [the militia|source] left.   => hezbollah; hezbollah
Reuters wrote of Hezbollah. [The agency|source] said so.                     => reuters
Sergei Lavrov left. [The minister|source] said so.                           => sergey-lavrov
Sergei Lavrov left. [The foreign minister|source] said so.                   => sergey-lavrov
Iran sold oil. [The country|source] said so.                                 => IRN
NATO met. [The alliance|actor] left.                                         => nato
[The Russian defence ministry|source] left. [The ministry|source] said so.   => RUS/defence-ministry; RUS/defence-ministry
Kyle Robinson, a British volunteer, fell. [His father|source] said so.       => -
"""
PLACES = """
[Tehran|actor] denied it.                                                    => IRN
He was in [Tehran|place], then in [Paris, Texas|place].                      => -; -
Talks in [Tehran|] ended.                                                    => -
[Kremlin|source] said so.                                                    => RUS/presidency
Protesters stood outside [the Kremlin|].                                     => -
[Gaza|place] was hit. [Jerusalem|source] said so.                            => -; ISR
"""
DOUBTFUL = """
[IS|actor] attacked the town.                                                => islamic-state
[Apple|actor] sued Samsung.                                                  => apple
He ate [Apple|] pie and [turkey|] with [us|].                                => -; -; -
[Congo|actor] attacked.                                                      => -
[Kim|source] said so.                                                        => -
[The Times|source] said so.                                                  => -
[the Post|source] said so. The Washington Post was first.                    => washington-post
[Jordan|source] left early. Michael Jordan played.                           => @michael-jordan
[Paris Hilton|source] and [Jordan Peterson|source] left.                     => @paris-hilton; @jordan-peterson
[Georgia|actor] and Alabama voted, and so did Atlanta, Georgia.              => -
[Turkish coffee|] and [French fries|] were had.                              => -; -
"""
LOCAL = """
[Robinson|source] left. Kyle Robinson, a British volunteer, fought.          => @kyle-robinson
[Ms Milivojevic|source] spoke. Minister Dragana Milivojevic left.            => @dragana-milivojevic
[Corvane Shipping|actor] sold it.                                            => @corvane-shipping
[Hassan Qader|source] told Reuters.                                          => @hassan-qader
[Robinson's father|source] said so. Kyle Robinson was British.               => -
Boris Johnson met Ron Johnson. [Johnson|source] left.                        => @ron-johnson
Ron Johnson met Boris Johnson. [Johnson|source] left.                        => boris-johnson
"""
NOBODY = """
[America's allies|actor] met.                                                => -
[the international community|actor] met.                                     => -
[critics of the Iranian government|source] said so.                          => -
[Putin's critics|source] and [Iran's enemies|source] said so.                => -; -
[the Turkish-backed alliance|actor] attacked.                                => -
[Iran-backed militias|actor] fired.                                          => -
[The ministry|source] said so.                                               => -
"""
DOCUMENTS = """
[A UN report|source] said so.                                                => un
[The Reuters report|source] said so.                                         => reuters
Reuters wrote of it. [The report|source] said so.                            => reuters
[The statement|source] said so.                                              => -
"""
HEADLINES = """
[Russia|actor] Says Ukraine Attacked Its Navy                                => RUS
[Putin|source] Tells Xi That Trade Will Grow After US Vote                   => vladimir-putin
[Biden|source] Calls [Chinese Leader Xi Jinping|recipient] A Dictator        => joe-biden; xi-jinping
UKRAINE SAYS [RUSSIA|actor] ATTACKED KYIV                                    => RUS
"""
CASES = {
    "names": NAMES,
    "titles": TITLES,
    "former": FORMER,
    "appositions": APPOSITIONS,
    "bodies": BODIES,
    "several": SEVERAL,
    "pronouns": PRONOUNS,
    "places": PLACES,
    "doubtful": DOUBTFUL,
    "local": LOCAL,
    "nobody": NOBODY,
    "documents": DOCUMENTS,
    "headlines": HEADLINES,
    "mended": """
[The West|actor] imposed sanctions. => -
[Lawyer Maria de la Cruz|source] said so. => @maria-de-la-cruz
[US-backed forces|actor] fired. => -
In Syria, [US-backed forces|actor] fired. => -
[anti-Russian protesters|actor] marched. => -
[pro-Iran militias|actor] fired. => -
[non-Russian officials|actor] met. => -
[The foreign ministers of Iran and Iraq|actor] met. => IRN/foreign-ministry IRQ/foreign-ministry
Talks began in Paris, Texas. [Paris|source] said so. => -
Dmitry Peskov left. [The spokesman|source] said so. => dmitry-peskov
""",
}


@pytest.mark.parametrize(
    ("text", "parties"),
    [pytest.param(*row, id=f"{name}-{row[0][:40]}") for name, text in CASES.items() for row in rows(text)],
)
def test_who_is_meant(resolver, text, parties):
    assert told(resolver, text) == parties


# What is wrong today: text | who is meant | what is said instead.
WRONG = """
[The Indian foreign secretary|source] said so.            | IND/foreign-ministry  | the minister, whose secretary he is
[Iran-Iraq|] talks failed. [The two countries|actor] met. | -; IRN IRQ            | nobody
[Ford|actor] recalled a million cars in Ohio.             | ford                  | a Canadian politician
Russia's defence ministry left. [The ministry|source] said so. | RUS/defence-ministry | nobody: only what is asked for comes up
[the Pope|source] said so.                                | pope-francis          | an organisation
Iran met Iraq. [The former|actor] left.                   | IRN                   | nobody
Mark Korvel, Norway's energy minister, left. [The minister|source] stayed. | @mark-korvel | Norway's government
"""


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        pytest.param(
            text.strip(), parties.strip(), marks=pytest.mark.xfail(strict=True, reason=reason.strip())
        )
        for text, parties, reason in (line.rsplit("|", 2) for line in WRONG.strip().splitlines())
    ],
)
def test_who_ought_to_be_meant(resolver, text, parties):
    assert told(resolver, text) == parties


# ---- who speaks --------------------------------------------------------------------------------------------

LAVROV, MINISTRY = "Sergei Lavrov", "the Iranian foreign ministry"
SAID = [
    ("“[We|source] will not sign,” Sergei Lavrov said.", [(LAVROV, "“We will not sign,”")], "sergey-lavrov"),
    ("“[I|source] will not sign,” Sergei Lavrov said.", [(LAVROV, "“I will not sign,”")], "sergey-lavrov"),
    (
        "“[Our|source] ships left,” the Iranian foreign ministry said.",
        [(MINISTRY, "“Our ships left,”")],
        "IRN/foreign-ministry",
    ),
    (  # whoever speaks is not "he" in his own words
        "Vladimir Putin left. “[He|actor] will not sign,” Sergei Lavrov said.",
        [(LAVROV, "“He will not sign,”")],
        "vladimir-putin",
    ),
    ("“[He|actor] will not sign,” Sergei Lavrov said.", [(LAVROV, "“He will not sign,”")], "-"),
    (  # but outside of quotation marks he often is
        "Vladimir Putin left. Sergei Lavrov said [he|actor] would not sign.",
        [(LAVROV, "he would not sign")],
        "sergey-lavrov",
    ),
    (
        'Vladimir Putin left. "[He|actor] will not sign," Sergei Lavrov said.',
        [(LAVROV, '"He will not sign,"')],
        "vladimir-putin",
    ),
    (  # the inner speaker of two
        "Iran said: “Sergei Lavrov told us: ‘[I|actor] left’.”",
        [("Iran", "“Sergei Lavrov told us: ‘I left’.”"), (LAVROV, "‘I left’")],
        "sergey-lavrov",
    ),
]


@pytest.mark.parametrize(("text", "said", "parties"), SAID)
def test_pronouns_in_and_out_of_quotations(resolver, text, said, parties):
    assert told(resolver, text, said=said) == parties


def test_we_are_the_outlet_where_nobody_is_quoted(resolver):
    we = "[We|source] were told of it."
    assert told(resolver, we, outlet="Reuters") == "reuters"
    assert told(resolver, we, outlet="RT") == "rt"
    assert told(resolver, we, outlet="Estuary Radio") == "@estuary-radio"
    assert told(resolver, we) == "-"
    assert (
        told(resolver, "Press release\n\nNATO met. [We|actor] condemn it.", title="Press release") == "nato"
    )


# ---- the day -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("office", "day", "party"),
    [
        ("the US president", "2012-05-01", "barack-obama"),
        ("the US president", "2017-02-01", "donald-trump"),
        ("the US president", "2021-01-20", "USA"),  # two had it on that day
        ("the US president", "2021-01-21", "joe-biden"),
        ("the US president", None, "USA"),
        ("the US secretary of state", None, "USA/foreign-ministry"),
        ("the US secretary of state", "2017-06-01", "rex-tillerson"),
        ("the British prime minister", "2016-07-12", "david-cameron"),
        ("the British prime minister", "2016-07-14", "theresa-may"),
        ("the Syrian president", "2024-12-01", "bashar-al-assad"),
        ("the Syrian president", "2025-03-01", "ahmed-al-sharaa"),
        ("the Afghan president", "2020-03-01", "ashraf-ghani"),
        ("the Afghan president", "2023-03-01", "AFG"),
        ("the Russian president", "1950-03-01", "RUS"),
    ],
)
def test_who_held_an_office_is_told_by_the_day(resolver, office, day, party):
    assert told(resolver, f"[{office}|source] said so.", day=day) == party


@pytest.mark.parametrize(
    ("day", "doubt"), [("2025-03-31", False), ("2025-04-01", True), ("2030-01-01", True), (None, False)]
)
def test_a_report_younger_than_the_facts_is_doubted(resolver, day, doubt):
    (meant,) = ask(resolver, "[Vladimir Putin|source] said so.", day=day)
    assert meant.parties == ("vladimir-putin",)
    assert meant.doubt == ("in office when last checked on 2025-03-31" if doubt else None)
    if day is not None:
        (meant,) = ask(resolver, "[the Russian president|source] said so.", day=day)
        assert bool(meant.doubt) is doubt


def test_an_office_that_ended_is_not_doubted(resolver):
    assert ask(resolver, "[Barack Obama|source] said so.", day="2030-01-01")[0].doubt is None


def test_names_that_several_have_are_doubted(resolver):
    assert told(resolver, "[President Bush|source] said so.", day="2004-01-01") == "george-w-bush"
    assert told(resolver, "[President Bush|source] said so.", day="1990-01-01") == "george-hw-bush"
    assert told(resolver, "[Bush|source] said so.", day=None) == "-"
    (kim,) = ask(resolver, "[Kim|source] said so.")
    assert (kim.rule, kim.parties) == ("doubtful", ())
    assert (kim.doubt or "").startswith("may be ")


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("He was in [Tehran|place].", ("IRN",)),
        ("He was in [Aleppo|place].", ("SYR",)),
        ("He was in [Paris, Texas|place].", ("USA",)),
        ("It fell on [Gaza|place].", ("PSE/gaza",)),
        ("He went to [Iran|place].", ("IRN",)),
        ("Kyle Robinson, a British man, fell. [His father|source] said so.", ("GBR",)),
    ],
)
def test_the_state_is_told_where_there_is_no_party(resolver, text, states):
    (meant,) = ask(resolver, text)
    assert (meant.parties, meant.states) == ((), states)


def test_what_goes_back_to_something_says_to_what(resolver):
    text = "Iran launched a missile. [It|actor] denied it."
    (meant,) = ask(resolver, text)
    assert meant.antecedent == (0, 4)
    assert meant.rule == "pronoun"
    (meant,) = ask(resolver, "Kyle Robinson left. [Robinson|source] said so.")
    assert meant.antecedent == (0, 13)


# ---- parties of the report alone ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "kind", "countries"),
    [
        (
            "[Serbia's defence minister, Dragana Milivojevic,|source] spoke.",
            "Dragana Milivojevic",
            "person",
            ("RS",),
        ),
        ("[Ilse Brandt, a German lawmaker,|source] spoke.", "Ilse Brandt", "person", ("DE",)),
        ("[Lindqvist Marine, a Swedish salvage firm,|source] spoke.", "Lindqvist Marine", "company", ("SE",)),
        ("[Corvane\nShipping|actor] sold it.", "Corvane Shipping", "company", ()),
    ],
)
def test_a_party_of_the_report_alone_has_what_the_report_says(resolver, text, name, kind, countries):
    (meant,) = ask(resolver, text)
    reading = made(ASKED.sub(r"\1", text))
    (found,) = [
        party
        for _, parties in resolver.meant(
            reading, [((text.index("["), ASKED.search(text)[0].index("|") - 1), "source")]
        )
        for party in parties
    ]
    assert re.fullmatch(r"@[0-9a-f]{12}/[a-z-]+", found.id)
    assert found.id[1:13] == reading.report.id[:12]
    assert (found.id, found.name, found.kind, found.countries) == (meant.parties[0], name, kind, countries)


def of_the_report(resolver, text):
    """Give what the parties of the report alone belong to, by the first word of their names."""
    reading = resolver.resolve(made(text))
    return {p.name.split()[0]: p.belongs_to for p in reading.parties if p.id.startswith("@")}


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen killed Kyle Robinson, Hamas said.",
        "Ann Brandt, Iran said, was freed.",
        "Kyle Robinson, Iran and Hezbollah were blamed.",
        "The talks drew Kyle Robinson, Russia, China and Iran.",
        "Foovia Party, Corvane Group and Zenpol Union met.",
        "Corvane Shipping, Iran's oil ministry and Gazprom signed.",
    ],
)
def test_a_name_after_a_comma_owns_nobody(resolver, text):
    assert set(of_the_report(resolver, text).values()) == {None}


@pytest.mark.parametrize(
    ("text", "belongs_to"),
    [
        ("Kyle Robinson, a spokesman for Hamas, left.", "hamas"),
        ("Iran's deputy foreign minister, Kyle Robinson, left.", "IRN/foreign-ministry"),
        ("Hamas spokesman Kyle Robinson left.", "hamas"),
    ],
)
def test_an_apposition_tells_to_whom_somebody_belongs(resolver, text, belongs_to):
    assert of_the_report(resolver, text) == {"Kyle": belongs_to}


# ---- what resolve writes -----------------------------------------------------------------------------------

TEXT = "Iran and Iraq sold 20 drones to Syria in Tehran on Monday, the UN and Reuters said. It left Aleppo."


def span(words, text=TEXT):
    return (text.index(words), text.index(words) + len(words))


def claim(**more):
    event = Event(
        type="AID",
        trigger=span("sold"),
        actors=(Participant(span("Iran and Iraq"), "Iran and Iraq"),),
        recipients=(Participant(span("Syria"), "Syria"),),
        objects=(Object(span("20 drones"), "20 drones", "materiel"),),
        places=(Place(span("Tehran"), "Tehran"),),
        time=Time(span("Monday"), "Monday"),
    )
    source = Source(span("the UN and Reuters"), "the UN and Reuters")
    return replace(Claim("c1", event, (source,), span("said"), "affirms", False, (0, 83)), **more)


def test_a_reading_gets_its_parties(resolver):
    attribution = Attribution(
        (span("the UN"),), (span("said"),), (span("sold 20 drones"),), Speaker("the UN")
    )
    before = Reading(Report.from_text(TEXT, published=DAY), VERSION, (), (attribution,), (claim(),))
    after = resolver.resolve(before)
    event = after.claims[0].event
    assert [(p.text, p.actor, p.name, p.country, p.sector) for p in event.actors] == [
        ("Iran and Iraq", "IRN", "Iran", "IR", "GOV"),
        ("Iran and Iraq", "IRQ", "Iraq", "IQ", "GOV"),
    ]
    assert [p.actor for p in event.recipients] == ["SYR"]
    assert event.places == (Place(span("Tehran"), "Tehran", "IR"),)
    (source,) = after.claims[0].sources
    assert (source.actor, source.country, source.control) == (
        None,
        None,
        None,
    )  # two speak, and one cannot stand there
    assert source.name == "United Nations and Reuters"
    assert after.attributions[0].speaker == Speaker("the UN", "un")
    assert {party.id for party in after.parties} == {"IRN", "IRQ", "SYR", "un", "reuters"}
    mentions = [(mention.text, mention.kind, mention.actor) for mention in after.mentions]
    assert [each for each in mentions if each[0] == "Iran and Iraq"] == [
        ("Iran and Iraq", "state", "IRN"),
        ("Iran and Iraq", "state", "IRQ"),
    ]
    assert ("20 drones", "materiel", None) in mentions
    assert ("Monday", "date", None) in mentions
    assert ("Tehran", "place", None) in mentions
    assert ("Aleppo", "place", None) in mentions
    assert before.parties == before.mentions == ()
    assert (after.report, after.reader) == (before.report, before.reader)


def test_two_claims_on_one_event_keep_it_one(resolver):
    before = Reading(
        Report.from_text(TEXT, published=DAY), VERSION, (), (), (claim(), claim(id="c2", stance="denies"))
    )
    after = resolver.resolve(before)
    assert after.claims[0].event is after.claims[1].event
    assert [each.id for each in after.claims] == ["c1", "c2"]


def test_control_of_a_source(resolver):
    text = "RT said Iran left."
    source = Source((0, 2), "RT")
    event = Event(type="RETREAT", trigger=(13, 17), actors=(Participant((8, 12), "Iran"),))
    before = Reading(
        Report.from_text(text, published=DAY),
        VERSION,
        (),
        (),
        (Claim("c", event, (source,), None, "affirms", False, (0, 18)),),
    )
    (found,) = resolver.resolve(before).claims[0].sources
    assert (found.actor, found.kind, found.country, found.control) == ("rt", "outlet", "RU", "state")


@pytest.mark.parametrize("text", ["", "…", "nobody at all"])
def test_a_text_without_names_has_no_parties(resolver, text):
    after = resolver.resolve(made(text))
    assert after.parties == after.mentions == ()


# ---- with the trained reader -------------------------------------------------------------------------------


def test_the_reader_says_who_is_meant(reader):
    reading = reader.read("Kyiv accused Moscow of shelling the port of Odesa.", published=DAY)
    assault = next(claim.event for claim in reading.claims if claim.event.type == "ASSAULT")
    assert [actor.actor for actor in assault.actors] == ["RUS"]
    reading = reader.read('"We did not sign," the Iranian foreign minister said on Friday.', published=DAY)
    assert reading.attributions[0].speaker == Speaker(
        "the Iranian foreign minister", "hossein-amir-abdollahian"
    )
    reading = reader.read('"We did not sign," the Iranian foreign minister said on Friday.')
    assert reading.attributions[0].speaker == Speaker("the Iranian foreign minister", "IRN/foreign-ministry")


@pytest.mark.parametrize(
    ("text", "actor", "recipient"),
    [
        ("Russia attacked Ukraine.", "RUS", "UKR"),
        ("Israeli troops killed Hamas fighters on Monday.", "ISR/armed-forces", "hamas"),
        ("The US sanctioned Huawei.", "USA", "huawei"),
        ("Two Turkish officials met Sergei Lavrov.", "TUR/government", "sergey-lavrov"),
    ],
)
def test_the_sides_of_an_event(reader, text, actor, recipient):
    reading = reader.read(text, published=DAY)
    sides = {p.actor for each in reading.claims for p in (*each.event.actors, *each.event.recipients)}
    assert {actor, recipient} <= sides
    assert sides - {None} <= {party.id for party in reading.parties}

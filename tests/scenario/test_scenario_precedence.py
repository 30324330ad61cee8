"""Who has the last word: defaults < extends < file < world < --set, and for levers
file < --set < policy < dated changes < --at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from worlds import WORLD

from journeysim.errors import ScenarioError, UsageError
from journeysim.model.experience import Experience
from journeysim.model.leaving import Leaving
from journeysim.model.purchase import Purchase
from journeysim.scenario.scenario import Scenario, load
from journeysim.units import days

Write = Callable[..., Path]

BASE = """
schema = 2

[experience]
neutral = 0.61
forgiven = 0.41
touch_effect = 1.1
wake_effect = 1.1

[worlds.there]
experience.touch_effect = 1.3
experience.wake_effect = 1.3

[service.channels.phone]
agents = 2
"""

CHILD = """
schema = 2
extends = "base.toml"

[experience]
forgiven = 0.42
touch_effect = 1.2
wake_effect = 1.2
"""


@pytest.fixture
def child(write: Write) -> str:
    write(BASE, "base.toml")
    return str(write(CHILD, "child.toml"))


def test_the_world_is_said_by_defaults_extends_file_world_and_setting(child: str) -> None:
    """Each knob is said by one more voice than the one before; the last is heard."""
    found = load(child, world="there", settings=["experience.wake_effect=1.4"]).tables.experience
    assert found.half_life_good == Experience().half_life_good
    assert found.neutral == 0.61
    assert found.forgiven == 0.42
    assert found.touch_effect == 1.3
    assert found.wake_effect == 1.4


def test_without_the_world_the_file_is_heard(child: str) -> None:
    assert load(child).tables.experience.touch_effect == 1.2


def test_a_setting_reaches_into_the_world_one_lives_in(child: str) -> None:
    settings = ["worlds.there.experience.touch_effect=1.7"]
    assert load(child, world="there", settings=settings).tables.experience.touch_effect == 1.7
    assert load(child, settings=settings).tables.experience.touch_effect == 1.2


def test_the_later_of_two_settings_wins(child: str) -> None:
    settings = ["experience.neutral=0.7", "experience.neutral=0.8"]
    assert load(child, settings=settings).tables.experience.neutral == 0.8


def test_an_option_wins_over_a_setting(child: str) -> None:
    settings, options = ["run.replications=3"], [("--replications", "run.replications=5")]
    found = load(child, settings=settings, options=options)
    assert found.tables.run.replications == 5


def test_extends_replaces_lists_and_merges_tables(write: Write) -> None:
    write(WORLD, "base.toml")
    text = 'schema = 2\nextends = "base.toml"\ndials = []\npolicies.plain.about = "new"\n'
    child = load(str(write(text, "child.toml")))
    assert child.tables.dials == []
    assert child.tables.policies["plain"].label == "plain"
    assert child.tables.policies["plain"].about == "new"


def test_extends_finds_a_shipped_scenario_from_any_folder(write: Write) -> None:
    text = 'schema = 2\nextends = "car_service_centre.toml"\n[population]\ncustomers = 7\n'
    scenario = load(str(write(text, "mine.toml")))
    assert scenario.tables.population.customers == 7
    assert "integrated" in scenario.policies
    assert scenario.document.where(("purchase", "margin")).startswith(
        "scenarios/car_service_centre.toml:"
    )


def test_extends_prefers_the_file_beside_it(write: Write) -> None:
    write('schema = 2\ntitle = "my own garage"\n', "car_service_centre.toml")
    scenario = load(str(write('schema = 2\nextends = "car_service_centre.toml"\n', "mine.toml")))
    assert scenario.tables.title == "my own garage"


def test_extends_goes_over_several_files(write: Write) -> None:
    write(BASE, "base.toml")
    write(CHILD, "child.toml")
    text = 'schema = 2\nextends = "child.toml"\n[experience]\nwake_effect = 1.9\n'
    found = load(str(write(text, "grandchild.toml"))).tables.experience
    assert (found.neutral, found.forgiven, found.wake_effect) == (0.61, 0.42, 1.9)


LEVERS = """
schema = 2
[service.channels.phone]
agents = 1
[policies.more]
service.channels.phone.agents = 3
[[policies.more.changes]]
at = "20 d"
service.channels.phone.agents = 4
[policies.both]
includes = ["more"]
service.knowledge = 0.5
[policies.fewer]
includes = ["more"]
service.channels.phone.agents = 2
"""


def agents(scenario: Scenario, policy: str) -> list[tuple[float, int]]:
    """Agents at the phone, by the day from which they are there."""
    return [
        (phase.day, phase.levers.service.channels["phone"].agents)
        for phase in scenario.phases(policy)
    ]


def test_levers_are_said_by_file_setting_policy_change_and_dated_option(write: Write) -> None:
    path = str(write(LEVERS))
    key = "service.channels.phone.agents"
    assert agents(load(path), "baseline") == [(0, 1)]
    assert agents(load(path, settings=[f"{key}=9"]), "baseline") == [(0, 9)]
    assert agents(load(path, settings=[f"{key}=9"]), "more") == [(0, 3), (20, 4)]
    dated = load(path, settings=[f"{key}=9"], dated=[("30 d", f"{key}=7")])
    assert agents(dated, "baseline") == [(0, 9), (30, 7)]
    assert agents(dated, "more") == [(0, 3), (20, 4), (30, 7)]


def test_a_dated_option_wins_over_a_change_of_the_same_day(write: Write) -> None:
    path = str(write(LEVERS))
    dated = load(path, dated=[("20 d", "service.channels.phone.agents=8")])
    assert agents(dated, "more") == [(0, 3), (20, 8)]


def test_a_change_on_day_0_wins_over_what_the_policy_says(write: Write) -> None:
    path = str(write(LEVERS))
    dated = load(path, dated=[("0 d", "service.channels.phone.agents=8")])
    assert agents(dated, "more") == [(0, 8), (20, 4)]


def test_a_dated_change_of_one_lever_leaves_the_others_alone(write: Write) -> None:
    scenario = load(str(write(LEVERS)), dated=[("30 d", "service.knowledge=1")])
    first, _, last = scenario.phases("more")
    assert first.levers.service.knowledge == 0.0
    assert last.levers.service.knowledge == 1.0
    assert last.levers.service.channels == scenario.phases("more")[1].levers.service.channels


def test_what_is_included_comes_first_its_dated_changes_too(write: Write) -> None:
    scenario = load(str(write(LEVERS)))
    assert agents(scenario, "both") == [(0, 3), (20, 4)]
    assert agents(scenario, "fewer") == [(0, 2), (20, 4)]


def test_a_setting_reaches_into_a_policy(write: Write) -> None:
    path = str(write(LEVERS))
    scenario = load(path, settings=["policies.more.service.channels.phone.agents=6"])
    assert agents(scenario, "more") == [(0, 6), (20, 4)]
    assert agents(scenario, "baseline") == [(0, 1)]


SPREADS = """
schema = 2
[purchase]
gap = "30 d"
[segments.one]
share = 0.5
gap.mean = "10 d"
[segments.other]
share = 0.5
[service.channels.phone]
handling = "9 min"
[service.channels.chat]
handling = { kind = "gamma", mean = "5 min", shape = 2 }
[worlds.quick]
service.channels.phone.handling.mean = "4 min"
[worlds.named]
service.channels.chat.handling = { kind = "exponential", mean = "6 min" }
[worlds.short]
service.channels.chat.handling = "3 min"
"""


class TestSpreads:
    """A spread may be given whole, in short, or in part."""

    @pytest.fixture
    def path(self, write: Write) -> str:
        return str(write(SPREADS))

    @pytest.mark.parametrize("value", ["8min", "8 min", '"8 min"'])
    def test_a_part_turned_in_a_short_form_keeps_its_kind(self, path: str, value: str) -> None:
        found = load(path, settings=[f"service.channels.phone.handling.mean={value}"])
        handling = found.tables.service.channels["phone"].handling
        assert (handling.kind, handling.mean) == ("constant", days("8 min"))

    def test_a_part_turned_in_a_short_form_of_a_setting_keeps_its_kind(self, path: str) -> None:
        settings = [
            "service.channels.chat.handling=9 min",
            "service.channels.chat.handling.mean=8min",
        ]
        handling = load(path, settings=settings).tables.service.channels["chat"].handling
        assert (handling.kind, handling.mean, handling.shape) == ("constant", days("8 min"), None)

    def test_a_part_turned_in_a_whole_keeps_the_other_parts(self, path: str) -> None:
        found = load(path, settings=["service.channels.chat.handling.mean=8 min"])
        handling = found.tables.service.channels["chat"].handling
        assert (handling.kind, handling.mean, handling.shape) == ("gamma", days("8 min"), 2)

    def test_a_table_that_names_its_kind_replaces_the_whole(self, path: str) -> None:
        handling = load(path, world="named").tables.service.channels["chat"].handling
        assert (handling.kind, handling.shape) == ("exponential", None)
        assert handling.mean == days("6 min")

    def test_a_short_form_replaces_the_whole(self, path: str) -> None:
        handling = load(path, world="short").tables.service.channels["chat"].handling
        assert (handling.kind, handling.shape) == ("constant", None)

    def test_a_kind_alone_needs_its_parameters_again(self, path: str) -> None:
        with pytest.raises(ScenarioError, match=r"^--set: .*handling: lognormal needs mean"):
            load(path, settings=["service.channels.chat.handling.kind=lognormal"])

    def test_a_world_turns_a_part_of_a_short_form_too(self, path: str) -> None:
        handling = load(path, world="quick").tables.service.channels["phone"].handling
        assert (handling.kind, handling.mean) == ("constant", days("4 min"))

    def test_a_part_of_what_nobody_gave_is_filled_up_from_the_default(self, write: Write) -> None:
        found = load(str(write('schema = 2\npurchase.gap.mean = "9 d"\n'))).tables.purchase.gap
        assert (found.kind, found.mean) == (Purchase().gap.kind, 9.0)

    def test_a_segment_fills_up_from_the_section_it_stands_in_for(self, path: str) -> None:
        """`gap.mean` in a segment takes its kind from [purchase], whatever the default is."""
        one = load(path).tables.segments["one"]
        assert one.gap is not None
        assert (one.gap.kind, one.gap.mean) == ("constant", 10.0)
        assert load(path).tables.segments["other"].gap is None

    def test_a_segment_fills_up_from_a_section_given_in_part(self, write: Write) -> None:
        text = "schema = 2\nleaving.chance.a = 2\n[segments.all]\nchance.b = 9\n"
        chance = load(str(write(text))).tables.segments["all"].chance
        assert chance is not None
        assert (chance.kind, chance.a, chance.b) == (Leaving().chance.kind, 2.0, 9.0)

    def test_never_is_a_spread(self, path: str) -> None:
        found = load(path, settings=["service.channels.phone.patience=never"])
        assert found.tables.service.channels["phone"].patience.kind == "never"


def test_dotted_keys_tables_and_inline_tables_say_the_same(write: Write) -> None:
    heads = [
        "[service.channels.phone]\nagents = 3\nresolution = 0.8\n",
        "service.channels.phone.agents = 3\nservice.channels.phone.resolution = 0.8\n",
        "service = { channels.phone = { agents = 3, resolution = 0.8 } }\n",
        "[service]\nchannels = { phone = { agents = 3, resolution = 0.8 } }\n",
    ]
    found = {load(str(write(f"schema = 2\n{text}"))).sha256 for text in heads}
    assert len(found) == 1


class TestSettings:
    """KEY=VALUE: a TOML literal, else text; a slip of the pen is refused."""

    @pytest.fixture
    def path(self, write: Write) -> str:
        return str(write())

    @pytest.mark.parametrize(
        ("setting", "value"),
        [
            ("title=A new firm", "A new firm"),
            ('title="quoted"', "quoted"),
            ("title = spaced ", "spaced"),
            ("title=a=b", "a=b"),
            ("title=2026-01-05", "2026-01-05"),
        ],
    )
    def test_text_needs_no_quotes(self, path: str, setting: str, value: str) -> None:
        assert load(path, settings=[setting]).tables.title == value

    def test_a_second_line_is_text_and_no_second_setting(self, path: str) -> None:
        said = '"one" \nrun.seed=3'
        scenario = load(path, settings=[f"story={said}"])
        assert scenario.tables.story == said
        assert scenario.tables.run.seed != 3

    def test_a_whole_policy_can_be_said(self, path: str) -> None:
        said = 'policies.zebra={label="striped", service={knowledge=0.5}}'
        scenario = load(path, settings=[said])
        assert scenario.label("zebra") == "striped"
        assert scenario.phases("zebra")[0].levers.service.knowledge == 0.5
        assert scenario.policies[-1] == "zebra"

    @pytest.mark.parametrize(
        ("setting", "words"),
        [
            ("", "--set: is not KEY=VALUE"),
            ("run.days", "--set: run.days: is not KEY=VALUE"),
            ("=3", "--set: =3: is not KEY=VALUE"),
            ("run..days=3", "--set: run..days=3: is not KEY=VALUE"),
            ("run.dayz=3 d", "--set: run.dayz: no such knob; did you mean 'days'?"),
            ("runn.days=3 d", "--set: runn.days: no such knob; did you mean 'run'?"),
            ("service.chanels.phone.agents=3", "did you mean 'channels'?"),
            ("service.channels.phon.agents=3", "no such knob; did you mean 'phone'?"),
            ("segments.regulars.share=1", "no such knob; did you mean 'regular'?"),
            ("policies.plane.label=x", "no such policy; did you mean 'plain'?"),
            ("policies.plane={label='x'}", "no such policy; did you mean 'plain'?"),
            ("policies.zebra={servise={knowledge=1}}", "policies.zebra.servise"),
            ("policies.zebra.label=x", "no such policy; known: plain, caring, staffed"),
            ("policies.plain.service.knowledg=1", "no such knob; did you mean 'knowledge'?"),
            ("worlds.zebra.talk.hit=0", "no such world; known: patient"),
            ("run.days=3", '--set: run.days: a duration needs a unit, such as "30 min"'),
            ("run.days=3 parsecs", "--set: run.days: a duration needs a unit"),
            ("run.days=", "--set: run.days: a duration needs a unit"),
            ("run=3", "--set: run: is a table; set a knob in it"),
            ("service.channels=3", "--set: service.channels: is a table"),
            ("policies.plain=3", "--set: policies.plain: is a table"),
            ("dials.0.low=3", "--set: dials.0.low: stands in a list; change it in the file"),
            ("purchase.margin=1.5", "--set: purchase.margin: 1.5 is out of range; allowed:"),
            ("purchase.margin=[[", "--set: purchase.margin: a share is a number from 0 to 1"),
            ("extends=x.toml", "--set: extends: no such knob"),
            (".".join("a" * 5000) + "=1", "is nested deeper than 20"),
            ("purchase.margin=" + "[" * 5000, "--set: purchase.margin: a share is a number"),
            ("purchase.margin=" + "9" * 5000, "--set: purchase.margin: a share is a number"),
            ("purchase.margin=" + "{a=" * 30 + "1" + "}" * 30, "is nested deeper than 20"),
            (
                "policies.plain.service.channels.phone.patience=3 min",
                "--set: policies.plain.service.channels.phone.patience: belongs to the world",
            ),
        ],
    )
    def test_nonsense_is_refused_with_what_was_meant(
        self, path: str, setting: str, words: str
    ) -> None:
        with pytest.raises(ScenarioError) as caught:
            load(path, settings=[setting])
        assert words in str(caught.value)
        assert len(str(caught.value)) < 1000

    def test_every_wrong_setting_is_told(self, path: str) -> None:
        with pytest.raises(ScenarioError) as caught:
            load(path, settings=["run.dayz=3 d", "x", "policies.zebra.label=x"])
        assert len(caught.value.faults) == 3

    def test_a_name_unlike_any_other_is_a_new_one(self, path: str) -> None:
        found = load(path, settings=["care.touches.gift.like=thank_you"])
        assert found.tables.care.touches["gift"].like == "thank_you"


class TestDated:
    """--at DAY KEY=VALUE turns levers, of every policy, on a day."""

    @pytest.mark.parametrize(
        ("day", "text", "words"),
        [
            ("9", "service.knowledge=1", "--at: 9: a duration needs a unit"),
            ("soon", "service.knowledge=1", "--at: soon: a duration needs a unit"),
            ("-9 d", "service.knowledge=1", "--at: -9 d: is out of range; allowed: at least 0 d"),
            ("9 d", "", "--at: is not KEY=VALUE"),
            ("9 d", "service.knowledge", "--at: service.knowledge: is not KEY=VALUE"),
            ("9 d", "population.customers=3", "customers: says who is there on day 0: it is fixed"),
            ("9 d", "experience.cold=0.3", "--at: experience.cold: is how people take things"),
            ("9 d", "segments.loyal.share=0.3", "segments.loyal.share: is drawn for each customer"),
            ("9 d", "care.repeat_memory=9 d", "care.repeat_memory: is how people forget, which"),
            ("9 d", "problems.breakdown.kind=request", "kind: is laid down for the whole run"),
            ("9 d", "problems.theft.rate=x3", "no problem 'theft'; known: breakdown"),
            ("9 d", "problems.breakdown.per_purchase=x3", "0 times anything is 0"),
            ("9 d", "price.market=x30", "--at: price.market: 'x30' makes 30 of 1; allowed"),
            ("9 d", "price.marke=2", "no such knob; did you mean 'market'?"),
            (
                "9 d",
                "run.seed=3",
                "--at: run.seed: is fixed on day 0; what may change: a problem's",
            ),
            ("9 d", "service.knowledg=1", "no such knob; did you mean 'knowledge'?"),
            ("9 d", "service.knowledge=2", "--at: service.knowledge: 2.0 is out of range"),
            ("9 d", "service=3", "--at: service: must be a table"),
            ("9 d", "care.risk_noise=1", "--at: care.risk_noise: is drawn for each customer"),
            ("9 d", "service.channels.phone.overflow_to=fax", "overflow_to: no channel 'fax'"),
        ],
    )
    def test_what_cannot_change_by_date_is_refused(
        self, write: Write, day: str, text: str, words: str
    ) -> None:
        with pytest.raises(ScenarioError) as caught:
            load(str(write()), dated=[(day, text)])
        assert words in str(caught.value)
        assert str(caught.value).startswith("--at: ")


def test_an_unknown_world_is_told_with_the_known_ones(firm: Scenario) -> None:
    with pytest.raises(UsageError, match="no world 'nowhere'; known: patient"):
        load(str(firm.document.path), world="nowhere")


def test_an_unknown_policy_is_told_with_the_known_ones(firm: Scenario) -> None:
    with pytest.raises(UsageError, match="no policy 'nope'; known: plain, caring, staffed, base"):
        firm.policy("nope")


def test_a_scenario_with_dated_changes_has_another_digest(firm: Scenario) -> None:
    path = str(firm.document.path)
    one, other = (load(path, dated=[("9 d", f"service.knowledge={n}")]) for n in (0.5, 0.6))
    assert len({firm.sha256, one.sha256, other.sha256}) == 3
    assert load(path).sha256 == firm.sha256

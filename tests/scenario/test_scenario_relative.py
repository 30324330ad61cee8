"""A lever said as a change is measured from the file's own, shown as such, or refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from worlds import WORLD

from journeysim.errors import ScenarioError
from journeysim.report.listing import listing
from journeysim.report.to_toml import frozen
from journeysim.scenario.scenario import Scenario, load

Write = Callable[..., Path]
AGENTS = "service.channels.phone.agents"
ONE_MORE = """
[policies.one_more]
service.channels.phone = { agents = "+1" }

[policies.one_more_and_more]
includes = ["one_more"]

[[policies.one_more_and_more.changes]]
at = "50 d"
service.channels.phone = { agents = "+2", shrinkage = "+10 pp" }
"""


def agents(scenario: Scenario, policy: str) -> list[tuple[float, int]]:
    """The agents of a policy, with the day of each change."""
    return [
        (phase.day, phase.levers.service.channels["phone"].agents)
        for phase in scenario.phases(policy)
    ]


def refusal(path: Path, settings: Sequence[str] = (), dated: Sequence[tuple[str, str]] = ()) -> str:
    with pytest.raises(ScenarioError) as caught:
        load(str(path), settings=settings, dated=dated)
    return str(caught.value).replace(f"{path.parent}/", "")


class TestPolicies:
    """A policy's change is measured from the file's own levers."""

    @pytest.mark.parametrize("own", [1, 6, 12])
    def test_one_more_is_one_more_than_the_file_has(self, write: Write, own: int) -> None:
        path = write(WORLD.replace("agents = 1\n", f"agents = {own}\n") + ONE_MORE)
        assert agents(load(str(path)), "one_more") == [(0.0, own + 1)]

    def test_a_setting_of_the_base_moves_what_is_measured_from_it(self, write: Write) -> None:
        scenario = load(str(write(WORLD + ONE_MORE)), settings=[f"{AGENTS}=12"])
        assert agents(scenario, "one_more") == [(0.0, 13)]

    def test_an_included_change_is_not_added_to_another(self, write: Write) -> None:
        """Both are measured from the file's own levers: 1 + 1, later 1 + 2."""
        scenario = load(str(write(WORLD + ONE_MORE)))
        assert agents(scenario, "one_more_and_more") == [(0.0, 2), (50.0, 3)]

    def test_the_policy_compared_with_does_not_matter(self, write: Write) -> None:
        text = WORLD.replace("replications = 3", 'replications = 3\nbaseline = "staffed"', 1)
        assert agents(load(str(write(text + ONE_MORE))), "one_more") == [(0.0, 2)]

    def test_a_change_says_the_same_as_the_value_it_makes(self, write: Write) -> None:
        absolute = ONE_MORE.replace('"+1"', "2").replace('"+2"', "3").replace('"+10 pp"', '"10 %"')
        one, other = (
            load(str(write(WORLD + ONE_MORE))),
            load(str(write(WORLD + absolute, "b.toml"))),
        )
        for policy in ("one_more", "one_more_and_more"):
            assert one.phases(policy) == other.phases(policy)
        assert one.sha256 == other.sha256

    def test_a_frozen_file_holds_what_is_in_force(self, write: Write) -> None:
        scenario = load(str(write(WORLD + ONE_MORE)), settings=[f"{AGENTS}=12"])
        text = frozen(scenario)
        assert "+1" not in text
        again = load(str(write(text, "frozen.toml")))
        assert again.phases("one_more") == scenario.phases("one_more")
        assert again.sha256 == scenario.sha256

    def test_it_is_shown_as_a_change_with_what_it_makes(self, write: Write) -> None:
        scenario = load(str(write(WORLD + ONE_MORE)), settings=[f"{AGENTS}=12"])
        (line,) = [line for line in listing(scenario, "one_more").splitlines() if AGENTS in line]
        assert line.split("#")[0].strip() == f"{AGENTS} = 13"
        assert line.endswith("(+1 -> 13)")
        assert "firm.toml:" in line


class TestSettings:
    """On a command line a sign in front of an unsigned lever is a change."""

    @pytest.mark.parametrize(
        ("settings", "value"),
        [
            (["+1"], 2),
            (["1"], 1),
            (["12", "-3"], 9),
            (["12", "x1.5"], 18),
            (["by +1"], 2),
            (['"+1"'], 2),
        ],
    )
    def test_with_a_sign_it_is_a_change_without_it_a_value(
        self, write: Write, settings: list[str], value: int
    ) -> None:
        scenario = load(str(write()), settings=[f"{AGENTS}={each}" for each in settings])
        assert scenario.tables.service.channels["phone"].agents == value

    def test_it_is_shown_as_a_change_with_what_it_makes(self, write: Write) -> None:
        text = listing(load(str(write()), settings=[f"{AGENTS}=+1"]))
        assert f"{AGENTS} = 2" in text
        assert "# --set (+1 -> 2)" in text

    def test_a_setting_reaches_into_a_policy(self, write: Write) -> None:
        scenario = load(str(write()), settings=[f"{AGENTS}=12", f"policies.staffed.{AGENTS}=+2"])
        assert agents(scenario, "staffed") == [(0.0, 14)]

    @pytest.mark.parametrize(
        ("setting", "value"),
        [
            ("sales.push=-0.5", -0.5),
            ("sales.push=+0.5", 0.5),
            ("sales.push=by -0.5", -0.5),
        ],
    )
    def test_on_a_signed_lever_the_sign_is_the_value_s(
        self, write: Write, setting: str, value: float
    ) -> None:
        assert load(str(write()), settings=[setting]).tables.sales.push == value

    @pytest.mark.parametrize(
        ("setting", "key", "value"),
        [
            ("refund_share=-10 pp", "refund_share", 0.9),
            ("refund_share=-0.1", "refund_share", 0.9),
            ("target_wait=x0.5", "target_wait", 10.0 / 86_400.0),
        ],
    )
    def test_shares_move_by_points_and_durations_by_a_part(
        self, write: Write, setting: str, key: str, value: float
    ) -> None:
        made = load(str(write()), settings=[f"service.{setting}"])
        assert getattr(made.tables.service, key) == pytest.approx(value, abs=1e-12)


class TestDates:
    """`--at` and live changes are measured from the levers as they are on that day."""

    def test_a_dated_change_of_all_is_measured_from_the_file(self, write: Write) -> None:
        scenario = load(str(write()), dated=[("50 d", f"{AGENTS}=+1")])
        assert agents(scenario, "plain") == [(0.0, 1), (50.0, 2)]
        assert agents(scenario, "staffed") == [(0.0, 2), (50.0, 2)]

    def test_later_ones_are_measured_from_earlier_ones(self, write: Write) -> None:
        dated = [("50 d", f"{AGENTS}=5"), ("60 d", f"{AGENTS}=+1")]
        assert agents(load(str(write()), dated=dated), "plain")[-1] == (60.0, 6)

    def test_a_policy_s_dated_change_is_measured_from_that_day(self, write: Write) -> None:
        scenario = load(str(write(WORLD + ONE_MORE)), dated=[("40 d", f"{AGENTS}=5")])
        assert agents(scenario, "one_more_and_more") == [(0.0, 2), (40.0, 5), (50.0, 7)]

    def test_a_live_change_too(self, write: Write) -> None:
        scenario = load(str(write()))
        live = [(30.0, {"service": {"channels": {"phone": {"agents": "+3"}}}})]
        phases = scenario.phases("staffed", live)
        assert phases[-1].levers.service.channels["phone"].agents == 4

    def test_a_change_and_the_value_it_makes_have_one_digest(self, write: Write) -> None:
        path = str(write())
        one, other = (load(path, dated=[("50 d", f"{AGENTS}={each}")]) for each in ("+1", "2"))
        assert one.sha256 == other.sha256


class TestDials:
    """The ends of a dial may be changes of the lever it turns."""

    TEXT = f'\n[[dials]]\nkey = "{AGENTS}"\nlow = "-1"\nhigh = "+3"\nstep = 1\n'

    def test_its_ends_follow_the_base(self, write: Write) -> None:
        scenario = load(str(write(WORLD + self.TEXT)), settings=[f"{AGENTS}=12"])
        assert (scenario.tables.dials[-1].low, scenario.tables.dials[-1].high) == (11, 15)

    def test_a_step_is_no_change(self, write: Write) -> None:
        text = WORLD + self.TEXT.replace("step = 1", 'step = "+1"')
        assert "'+1' is a change; a step is the same everywhere" in refusal(write(text))


REFUSED = {
    "less than none": (f"{AGENTS}=-3", f"{AGENTS}: '-3' makes -2 of 1; allowed: at least 0"),
    "half a person": (f"{AGENTS}=x1.5", "'x1.5' makes 1.5 of 1, which is no whole number"),
    "beyond the bounds": ("sales.push=by +2", "'by +2' makes 2 of 0; allowed: at least -1"),
    "a number of the world": ("population.customers=+10", "only levers can be changed by so much"),
    "a spread of the world": ("leaving.chance=+0.1", "only levers can be changed by so much"),
    "a world knob among levers": (
        "service.channels.phone.patience=x2", "only levers can be changed by so much",
    ),
    "a lever with a sign": ('sales.push="+0.5"', "write 'by +0.5' for a change"),
    "points or a part": (
        "service.refund_share=+10 %", "write '+10 pp' or 'x1.1'",
    ),
    "no unit where one is due": ("service.target_wait=+10", "a duration needs a unit"),
    "a unit where none is due": (f"{AGENTS}=+1 d", "has a unit where none is due"),
    "a part of nothing": ("service.knowledge=x2", "0 times anything is 0"),
    "what is not there": ("service.channels.fax.agents=+1", "there is no value to change"),
    "a sign that TOML drops": (
        "policies.mine={service={channels={phone={agents=+2}}}}", "write '+1' in quotes",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("setting", "words"), REFUSED.values(), ids=REFUSED)
def test_what_could_be_meant_in_two_ways_is_refused(write: Write, setting: str, words: str) -> None:
    assert words in refusal(write(), [setting])


def test_a_file_says_a_change_in_quotes(write: Write) -> None:
    text = WORLD + ONE_MORE.replace('"+1"', "+1")
    line = text[: text.index("agents = +1")].count("\n") + 1
    key = f"policies.one_more.{AGENTS}"
    assert f"firm.toml:{line}: {key}: is a number with '+'; write '+1' in quotes" in refusal(
        write(text)
    )


@pytest.mark.parametrize("said", ['"+1"', '"x2"', '"by -1"'])
def test_the_file_s_own_levers_say_values(write: Write, said: str) -> None:
    text = WORLD.replace("agents = 1\n", f"agents = {said}\n")
    words = "is a change; only a policy, a dated change, --set or --at says one"
    assert words in refusal(write(text))


def test_a_change_that_leads_out_of_bounds_is_told_where_it_stands(write: Write) -> None:
    text = WORLD + ONE_MORE.replace('"+1"', '"-2"')
    line = text[: text.index('agents = "-2"')].count("\n") + 1
    assert refusal(write(text)).startswith(
        f"firm.toml:{line}: policies.one_more.{AGENTS}: '-2' makes -1 of 1; allowed: at least 0"
    )


def test_words_that_look_like_a_change_are_words(write: Write) -> None:
    text = WORLD + '\n[policies.wordy]\nservice.channels.phone = { about = "+1 more" }\n'
    levers = load(str(write(text))).phases("wordy")[0].levers
    assert levers.service.channels["phone"].about == "+1 more"

"""The sixteen laws of the model's economics: what each says, the test that holds it, and one change
of the code that switches off what makes it true."""

from __future__ import annotations

from typing import NamedTuple


class Law(NamedTuple):
    """A law; test: within this folder; in file, old becomes new, and the test must fail.

    compiled: whether the test needs the compiled engine.
    """

    words: str
    test: str
    file: str
    old: str
    new: str
    compiled: bool = False


LAWS = (
    Law(
        "No lever alone, moved to either end of its range, adds much to an ordinary firm.",
        "test_no_free_lunch.py::test_no_lever_alone_is_a_free_lunch[ordinary_garage]",
        "model/service.py",
        "    if service.self_service_investment == 0.0:\n        return share\n",
        "    if service.self_service_investment == 0.0:\n        return 0.95\n",
        compiled=True,
    ),
    Law(
        "Without effort there is no effect, to the last bit.",
        "test_levers_cost.py::test_without_effort_a_touch_does_nothing_to_the_last_bit",
        "model/care.py",
        "/ care.effort_scale) if put_in > 0.0 else 0.0",
        "/ care.effort_scale) if put_in > 0.0 else 0.1",
    ),
    Law(
        "The second half of an effort buys less than the first; ten times as much hardly more.",
        "test_levers_cost.py::test_the_second_half_of_an_effort_buys_less",
        "model/care.py",
        "1.0 - exp(-put_in / care.effort_scale)",
        "put_in / 60.0",
    ),
    Law(
        "List price, discount and points of one size are one.",
        "test_prices.py::test_list_price_discount_and_points_of_one_size_are_one",
        "model/price.py",
        "(1.0 - discount) * (1.0 - price.points * price.redeemed)",
        "(1.0 - discount - price.points)",
    ),
    Law(
        "A rise drives away more than an equal fall keeps.",
        "test_prices.py::test_a_rise_drives_away_more_than_an_equal_fall_keeps",
        "model/price.py",
        "return price.loss_aversion * distance if distance > 0.0 else distance",
        "return distance if distance > 0.0 else 3.0 * distance",
    ),
    Law(
        "Noticed is better than settled at once, then late, then silent, at every severity.",
        "test_questions.py::test_the_order_of_recoveries_is_the_same_at_every_severity",
        "model/experience.py",
        "return severity / experience.usual_severity",
        "return 1.0",
    ),
    Law(
        "Many questions cost little more than one; answered at once they cost nothing.",
        "test_questions.py::test_many_questions_cost_little_more_than_one",
        "model/experience.py",
        "return average + (grievance - average) / (1.0 + questions)",
        "return average + grievance",
    ),
    Law(
        "A closed line and one with nobody on it are the same, and closing never pays.",
        "test_questions.py::test_a_closed_line_and_one_with_nobody_on_it_are_the_same",
        "scenario/encoded_phases.py",
        "    if not any(present):\n        opens = quarters",
        "    if False:\n        opens = quarters",
    ),
    Law(
        "More people call on Mondays, and calls keep to the hours they are said to.",
        "test_week.py::test_more_call_on_mondays",
        "model/week.py",
        "USUAL_DAYS = (1.0, 1.0, 1.0, 1.0, 1.0, 0.55, 0.45)",
        "USUAL_DAYS = (1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0)",
    ),
    Law(
        "Every hour is answered as Erlang says.",
        "test_week.py::test_every_hour_is_answered_as_erlang_says[10]",
        "engine/steps/stations.py",
        "return station.busy < station.places",
        "return station.busy <= station.places",
        compiled=True,
    ),
    Law(
        "What is recommended more keeps more people, over policies that act by how people are treated.",
        "test_no_free_lunch.py::test_recommendation_and_retention_agree_in_rank",
        "metrics/answers.py",
        'people["bonus"] - people["grievances"]',
        'people["bonus"] + people["grievances"]',
        compiled=True,
    ),
    Law(
        "Between one and eight times as many people hear good things as bad.",
        "test_world_mechanisms.py::test_good_is_told_more_often_than_bad",
        "model/talk.py",
        "often = 1.0 - exp(-talk.praise * gap)",
        "often = 0.1 * (1.0 - exp(-talk.praise * gap))",
    ),
    Law(
        "Newcomers leave more easily than old customers, and the first month is no quiet one.",
        "test_world_mechanisms.py::test_newcomers_have_more_problems_and_leave_more_easily_at_first",
        "model/population.py",
        "mass = rate * population.newcomer_problems * population.newcomer_time",
        "mass = 0.001 * rate * population.newcomer_problems * population.newcomer_time",
    ),
    Law(
        "A constant hazard gives the closed form of what customers are worth.",
        "test_equity.py::test_a_constant_hazard_gives_the_closed_form",
        "metrics/equity.py",
        "exp_of(-basis.multiplied * people.hazard) *",
        "exp_of(-1.01 * basis.multiplied * people.hazard) *",
    ),
    Law(
        "Dearer is never better, and no lever changes what people are like.",
        "test_no_free_lunch.py::test_dearer_is_never_better",
        "engine/steps/staffing.py",
        "pay = channel.paid[here] * channel.agent_cost",
        "pay = -channel.paid[here] * channel.agent_cost",
        compiled=True,
    ),
    Law(
        "What is given away stands in one row each.",
        "test_no_free_lunch.py::test_what_is_given_away_stands_in_one_row_each",
        "engine/steps/purchasing.py",
        "if price.points > 0.0 and price.redeemed > 0.0:",
        "if price.points > 1.0 and price.redeemed > 0.0:",
        compiled=True,
    ),
)

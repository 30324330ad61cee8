"""`solve`: what value of a knob it takes for a claim to hold."""

from __future__ import annotations

import click

from journeysim.cli.numbers import Whole
from journeysim.cli.options import Options, sharing
from journeysim.study.limits import MOST_REPLICATIONS

THE_ONE = click.option(
    "--policy", "policies", multiple=True, metavar="NAME",
    help="The policy that the claim is about. [default: the scenario's baseline]",
)  # fmt: skip


@click.command()
@click.argument("source", metavar="SCENARIO")
@click.option("--find", metavar="KNOB", help="The lever, or knob of the world, to turn.")
@click.option("--shifts", is_flag=True, help="Find the fewest agents hour by hour of the week.")
@click.option(
    "--for", "--claim", "claim", metavar="CLAIM",
    help="What is to hold, as in [[expect]]; `vs today` is the baseline.",
)  # fmt: skip
@click.option("--channel", metavar="NAME", help="The line whose --shifts are meant.")
@click.option(
    "--from", "--lowest", "low", metavar="VALUE", help="The lowest value. [default: the dial's]"
)
@click.option(
    "--to", "--highest", "high", metavar="VALUE", help="The highest value. [default: the dial's]"
)
@click.option("--step", metavar="VALUE", help="The step between values. [default: the dial's]")
@click.option("--smallest", is_flag=True, help="The smallest value that does.")
@click.option("--largest", is_flag=True, help="The largest value that does.")
@click.option(
    "--max-replications",
    type=Whole(1, MOST_REPLICATIONS),
    metavar="N",
    help="Judge a value with up to N repetitions.  [default: four times the file's]",
)
@click.option("--full", is_flag=True, help="Every value looked at.")
@sharing(without=("assumptions", "by"), instead={"policies": THE_ONE})
def command(
    source: str,
    find: str | None,
    shifts: bool,
    claim: str | None,
    channel: str | None,
    low: str | None,
    high: str | None,
    step: str | None,
    smallest: bool,
    largest: bool,
    max_replications: int | None,
    full: bool,
    options: Options,
) -> int:
    """Find the value of a knob at which a claim begins to hold.

    Turns one lever of a policy (or knob of the world) with the same luck at every value, and says the
    value nearest to where the claim fails, with the neighbour that fails. Where it holds at both ends,
    the one that costs less. Ends with 0 if a value does, 1 if none in the range does, 3 if chance
    does not tell. With --shifts: the fewest agents hour by hour, simulated until the week asks for
    itself, beside what Erlang A says of each hour.

    \b
    Examples:
      journeysim solve car_service_centre --find service.channels.phone.agents --for "service_level >= 80 %"
      journeysim solve car_service_centre --policy proactive --find care.touches.reminder.cost --for "total_value vs today >= 0"
      journeysim solve car_service_centre --shifts --for "abandonment <= 5 %"
      journeysim solve car_service_centre --policy proactive --find experience.prevention_effect --for "profit vs today >= 0"
    """
    from journeysim.cli.next_step import suggest
    from journeysim.cli.output import check_target, deliver
    from journeysim.errors import UsageError
    from journeysim.study.findings import findings_of
    from journeysim.study.shifts import READING as PLAN
    from journeysim.study.shifts import shifts as planning
    from journeysim.study.shifts import shifts_asked
    from journeysim.study.solve import READING, AskSolve, refuse_channel, setting_of, side_of, solve

    scenarios = options.scenarios(source)
    if len(scenarios) > 1:
        raise UsageError("solve looks at one world; name it with --world")
    check_target(options, scenarios)
    knob = AskSolve(
        **options.asked, max_replications=max_replications, find=find or "", claim=claim or "",
        low=low, high=high, step=step, side=side_of(smallest, largest),
    )  # fmt: skip
    if shifts:
        asked = shifts_asked(knob, channel)
        plans = findings_of(planning, PLAN, scenarios, asked, options.progress)
        deliver(plans, options, full)
        suggest("solve --shifts", options, source=source)
        return plans[0].exit_code
    findings = findings_of(
        solve, READING, scenarios, refuse_channel(knob, channel), options.progress
    )
    deliver(findings, options, full)
    answer = findings[0]
    suggest("solve", options, source=source, policies=[answer.policy], setting=setting_of(answer))
    return answer.exit_code

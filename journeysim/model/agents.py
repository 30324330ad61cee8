"""Agents: what wage, training, talk time and discretion make of those who answer, and what they cost.

Reads [service] and a channel; gives chances, factors of the handling time, and money per day of one
agent. At the market's wage and the usual pace without training and discretion nothing is changed,
not even a bit. Schedules nothing, draws nothing.
"""

from __future__ import annotations

from journeysim.model.service import Channel, Service
from journeysim.portable import exp, power

FULL_TIME = 1_700.0
"""Hours that a full-time agent is paid for in a year."""

ROUND_THE_CLOCK = 168.0 * 52.0 / FULL_TIME
"""Full-time agents behind one who is paid at every hour of the week."""

YEAR = 365.0


def skilled(service: Service) -> float:
    """How far the training that is given would lift people, 0 to 1."""
    if service.training == 0.0:
        return 0.0
    return 1.0 - exp(-service.training / service.training_scale)


def trained(before: float, level: float, ramp: float, since: float) -> float:
    """How far training has taken hold, since days after it was set to this level."""
    if level == before:
        return before
    return before + (level - before) * (1.0 - exp(-since / ramp))


def attrition(service: Service, wage: float) -> float:
    """Agents who leave in a day, for each of them, at a wage relative to the market's."""
    if wage == 1.0:
        return service.attrition
    return service.attrition * power(wage, -service.attrition_response)


def novices(service: Service, wage: float) -> float:
    """Share of agents who are new, in the long run."""
    joining = attrition(service, wage) * service.novice_ramp
    return joining / (1.0 + joining)


def further_novices(service: Service, channel: Channel) -> float:
    """How many more novices there are than at the market's wage, as a share of all agents."""
    if channel.wage == 1.0:
        return 0.0
    return novices(service, channel.wage) - novices(service, 1.0)


def resolution(
    service: Service, channel: Channel, factor: float, training: float, known: float, leeway: float
) -> float:
    """The chance that a contact settles the matter."""
    skill = channel.resolution
    if channel.talk_time != 1.0:
        usual = 1.0 - exp(-service.settling_rate)
        skill = skill * (1.0 - exp(-service.settling_rate * channel.talk_time)) / usual
    skill = (
        skill
        + service.discretion_resolution * leeway
        + service.training_resolution * training
        + service.knowledge_resolution * known
        - service.novice_resolution * further_novices(service, channel)
    )
    return min(1.0, max(0.0, skill) * factor)


def warmth(service: Service, channel: Channel, training: float, leeway: float) -> float:
    """The chance that a contact is felt as warm."""
    warm = channel.warmth * min(1.0, channel.talk_time) + service.discretion_warmth * leeway
    return min(1.0, warm + service.training_warmth * training)


def pace(service: Service, channel: Channel) -> float:
    """Handling time, relative, for the time agents take and the wage they are paid."""
    if channel.wage == 1.0:
        return channel.talk_time
    usual = 1.0 + service.novice_time * novices(service, 1.0)
    slower = (1.0 + service.novice_time * novices(service, channel.wage)) / usual
    return channel.talk_time * power(channel.wage, -service.wage_response) * slower


def handling_factor(service: Service, channel: Channel, training: float, leeway: float) -> float:
    """Handling time, relative to what it is without any lever."""
    freed = 1.0 + service.discretion_time * leeway
    return freed * pace(service, channel) * (1.0 - service.training_time * training)


def divided_attention(channel: Channel, talks: int, agents: int) -> float:
    """How much longer a talk takes that begins as one of so many, shared evenly by the agents."""
    if channel.concurrency == 1:
        return 1.0
    return 1.0 + channel.concurrency_time * max(0.0, talks / agents - 1.0)


def paid(service: Service, channel: Channel) -> float:
    """Cost of a day of one agent: the wage, and replacing more or fewer than the market has to.

    The market's pay is a full cost: what leaves at its wage is replaced out of it.
    """
    if channel.wage == 1.0:
        return channel.pay
    leaving = attrition(service, channel.wage) - attrition(service, 1.0)
    replacing = leaving * ROUND_THE_CLOCK * service.replacement
    return max(0.0, channel.pay * channel.wage + replacing)


def effort_cost(service: Service, channel: Channel) -> float:
    """Cost of training and customer knowledge for a day of one agent, paid apart from the wage."""
    hour = channel.pay * channel.wage + service.training_fee
    cost = service.training / YEAR * hour + service.knowledge_agent_cost * service.knowledge
    return ROUND_THE_CLOCK * cost


RULES = (
    skilled, trained, attrition, novices, further_novices, resolution, warmth, pace, handling_factor,
    divided_attention, paid, effort_cost,
)  # fmt: skip

"""Tables: the sections of a scenario file joined into one, before any policy or world is chosen.

Everything a file may say has its place here; what refers to what is checked in `checks`.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from journeysim.knobs import Count, Days, Name, Prose, Section, Share, Text, knob
from journeysim.model.care import Care
from journeysim.model.experience import Experience
from journeysim.model.firm import FirmFacts
from journeysim.model.leaving import Leaving
from journeysim.model.money import Money
from journeysim.model.population import Population, Segment
from journeysim.model.price import Price
from journeysim.model.problems import Problem
from journeysim.model.purchase import Purchase
from journeysim.model.run import Run
from journeysim.model.sales import Sales
from journeysim.model.service import Service
from journeysim.model.survey import Survey
from journeysim.model.talk import Talk

LEVER_SECTIONS = ("price", "sales", "service", "care")
"""What a policy may set; everything else is the world."""

WORLD_SECTIONS = (
    "population",
    "segments",
    "purchase",
    "leaving",
    "problems",
    "experience",
    "talk",
    "survey",
    "money",
)
"""What a named world may set, beside the world knobs that stand in lever sections."""

MOST_SEGMENTS = MOST_PROBLEMS = MOST_CHANNELS = 16
MOST_TOUCHES = 32
MOST_CHANGES = 32
MOST_INCLUDED = MOST_WORLDS = 100
MOST_POLICIES = 200
BASELINE = "baseline"
"""The policy that a file's own levers are."""


class Levers(Section):
    """The lever sections together: what a policy is a setting of."""

    price: Price = knob({}, doc="What is asked, and how people answer to it.")
    sales: Sales = knob({}, doc="The manner of selling.")
    service: Service = knob({}, doc="How those are answered who turn to the firm.")
    care: Care = knob({}, doc="What the firm does unasked.")


class LeverTables(Section):
    """Tables of levers, as they are written: what they say is read once they are laid over others."""

    price: dict[str, Any] = knob({}, doc="As [price].")
    sales: dict[str, Any] = knob({}, doc="As [sales].")
    service: dict[str, Any] = knob({}, doc="As [service].")
    care: dict[str, Any] = knob({}, doc="As [care].")


class WorldTables(Section):
    """Tables of world knobs, as they are written, likewise."""

    population: dict[str, Any] = knob({}, doc="As [population].")
    segments: dict[str, Any] = knob({}, doc="As [segments].")
    purchase: dict[str, Any] = knob({}, doc="As [purchase].")
    leaving: dict[str, Any] = knob({}, doc="As [leaving].")
    problems: dict[str, Any] = knob({}, doc="As [problems].")
    experience: dict[str, Any] = knob({}, doc="As [experience].")
    talk: dict[str, Any] = knob({}, doc="As [talk].")
    survey: dict[str, Any] = knob({}, doc="As [survey].")
    money: dict[str, Any] = knob({}, doc="As [money].")
    price: dict[str, Any] = knob({}, doc="World knobs of [price].")
    sales: dict[str, Any] = knob({}, doc="World knobs of [sales].")
    service: dict[str, Any] = knob({}, doc="World knobs of [service].")
    care: dict[str, Any] = knob({}, doc="World knobs of [care].")


class DatedChange(LeverTables):
    """A dated change of levers."""

    at: Days = knob(ge=0, doc="The day, from its midnight on.")


class WorldChange(WorldTables):
    """A dated change of the world: what happens to the firm, whatever its policy."""

    at: Days = knob(ge=0, doc="The day, from its midnight on.")
    until: Days | None = knob(
        None, gt=0, doc="The day from whose midnight on all is as if it had not been."
    )
    about: Prose = knob("", doc="What happens, in words.")
    service: dict[str, Any] = knob({}, doc="World knobs of [service], and shrinkage.")


class Policy(LeverTables):
    """A named setting of the levers."""

    label: Text = knob("", doc="What people call it.")
    about: Prose = knob("", doc="What it does, in words.")
    includes: list[Name] = knob([], doc="Policies whose settings come first, in this order.")
    changes: list[DatedChange] = knob([], doc="Dated changes of these levers.")


class NamedWorld(WorldTables):
    """A named setting of world knobs: what one believes."""

    about: Prose = knob("", doc="What is believed here, in words.")
    source: Prose = knob("", doc="Who says so.")
    changes: list[WorldChange] = knob([], doc="What changes by date in this world.")


class Dial(Section):
    """A knob to turn on the screen."""

    key: Text = knob(doc="The knob's path, e.g. 'care.touches.reminder.reach'.")
    label: Text = knob("", doc="Its name on the screen.")
    low: float | str = knob(doc="The lowest value.")
    high: float | str = knob(doc="The highest value.")
    step: float | str = knob(doc="One step.")


class Expect(Section):
    """A claim that a check puts to the test."""

    claim: Text = knob(doc="METRIC [vs POLICY] OP NUMBER [UNIT].")
    policy: Name | None = knob(None, doc="The policy the claim is about.")
    confidence: Share = knob(0.95, gt=0.5, lt=1, doc="How sure a verdict must be.")
    level: Literal["error", "warn"] = knob("error", doc="'warn' never changes the exit code.")
    max_replications: Count = knob(640, ge=1, le=100_000, doc="Where to stop looking.")
    on_undecided: Literal["undecided", "fail", "warn", "pass"] = knob(
        "undecided", doc="What an undecided claim counts as."
    )
    worlds: list[Name] = knob([], doc="The worlds it is judged in; empty: the plain scenario.")
    family: Name | None = knob(None, doc="Claims of one family share their error.")


class Beat(Section):
    """One step of a lesson."""

    kind: Literal["say", "predict", "run", "reveal", "debrief", "world"] = knob(
        doc="What happens; 'predict' a second time is the vote after talking."
    )
    text: Prose = knob("", doc="What is said or asked.")
    until: Days | None = knob(None, doc="For 'run' and 'reveal': the day to run to.")
    turn: dict[Text, float | str] = knob(
        {}, doc="Dials and the values that they are turned to here, unless somebody turns one."
    )
    world: Text = knob(
        "", doc="For 'world': the named world that it goes on in, '' for the file's."
    )
    minutes: Count | None = knob(None, ge=1, le=120, doc="How long it takes in class.")


class Lesson(Section):
    """A lesson: a misconception, a question, and the beats that meet it."""

    name: Name = knob(doc="Its name on the command line.")
    title: Text = knob(doc="Its title on the screen.")
    misconception: Prose = knob("", doc="What many believe before.")
    dials: list[Text] = knob([], doc="The keys of the dials that may be turned (three at most).")
    question: Text = knob("", doc="What is asked.")
    metric: Text = knob("retention", doc="The metric that is guessed.")
    notes: Prose = knob("", doc="For the teacher.")
    beats: list[Beat] = knob([], doc="The steps, in order.")


class Tables(Section):
    """A whole scenario file, extends resolved."""

    schema_: Literal[2] = Field(alias="schema", description="The version of this language.")
    title: Text = knob("", doc="What the scenario is called.")
    question: Text = knob("", doc="What it puts to the test.")
    story: Prose = knob("", doc="What the firm is and where the numbers come from.")
    firm: FirmFacts = knob(
        {}, doc="What the firm says of itself, to hold the simulated one against."
    )
    run: Run = knob({}, doc="How long, how often, with which luck.")
    population: Population = knob({}, doc="Who is there and who looks in.")
    segments: dict[Name, Segment] = knob({}, doc="Kinds of customers.")
    purchase: Purchase = knob({}, doc="Occasions and baskets.")
    leaving: Leaving = knob({}, doc="The decision to stay or go.")
    problems: dict[Name, Problem] = knob({}, doc="What goes wrong and what is asked.")
    experience: Experience = knob({}, doc="How people take it.")
    talk: Talk = knob({}, doc="What they tell others.")
    survey: Survey = knob({}, doc="What they answer when they are asked.")
    money: Money = knob({}, doc="How amounts are counted.")
    price: Price = knob({}, doc="What is asked, and how people answer to it.")
    sales: Sales = knob({}, doc="The manner of selling.")
    service: Service = knob({}, doc="How those are answered who turn to the firm.")
    care: Care = knob({}, doc="What the firm does unasked.")
    policies: dict[Name, Policy] = knob({}, doc="Named settings of the levers.")
    worlds: dict[Name, NamedWorld] = knob({}, doc="Named settings of the world.")
    changes: list[WorldChange] = knob([], doc="What changes in the world by date.")
    dials: list[Dial] = knob([], doc="What can be turned on the screen.")
    expect: list[Expect] = knob([], doc="Claims to check.")
    lessons: list[Lesson] = knob([], doc="Lessons for a class.")

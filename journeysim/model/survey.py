"""Survey: what customers answer when they are asked how likely they are to recommend the firm.

Nothing in a run depends on it: it is the measure a firm knows itself by, beside what people do
(`metrics.answers` gives how likely each answer from 0 to 10 is).
"""

from __future__ import annotations

from journeysim.knobs import Days, Number, Section, Share, knob


class Survey(Section):
    """The answer of those who are or lately were customers, from 0 to 10."""

    neutral: Number = knob(
        7.8,
        ge=-10,
        le=20,
        plausible=(6.5, 9),
        source="assumed; set it so that the firm's own NPS comes out",
        doc="The mean answer of those who feel neither well nor badly treated.",
        observable=True,
    )
    credit: Share = knob(
        0.3,
        ge=0,
        le=1,
        plausible=(0.1, 1),
        source="assumed: at 1, care would raise NPS while retention falls",
        doc="How much credit counts in the answer, where a grievance counts 1.",
    )
    spread: Number = knob(
        2.2,
        gt=0,
        le=10,
        plausible=(1.5, 3),
        doc="Standard deviation of answers between people who feel alike.",
    )
    recent: Days = knob(
        "90 d",
        ge=0,
        le="3650 d",
        plausible=("30 d", "365 d"),
        doc="Those who left so shortly before are asked as well.",
    )

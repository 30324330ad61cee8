"""Output: findings to the terminal, to a JSON document, or to a file, as the options say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from journeysim.cli.options import Options
from journeysim.report.files import refuse_overwriting, write_text
from journeysim.report.text.page import console
from journeysim.scenario.scenario import Scenario
from journeysim.study.findings import Findings


def check_target(options: Options, scenarios: Sequence[Scenario]) -> None:
    """Raise UsageError if the document could not be written, before anything runs."""
    if options.json_file is not None:
        inputs = [path for scenario in scenarios for path in scenario.document.files]
        refuse_overwriting(options.json_file, inputs)


def deliver(findings: Findings[Any], options: Options, full: bool = False) -> None:
    """Write findings where the options want them."""
    write_file(findings, options)
    if options.as_json:
        click.echo(findings.document(), nl=False)
    else:
        findings.show(console(options.no_color), full)


def write_file(findings: Findings[Any], options: Options) -> None:
    """Write the JSON document to its file, if one is named."""
    if options.json_file is not None:
        write_text(options.json_file, findings.document())

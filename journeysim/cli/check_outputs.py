"""Check outputs: every output of a check is written, however it ended and whatever else fails."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import click

from journeysim.cli.exits import Exit, code_of, let_go, what_ran_out
from journeysim.cli.messages import complain, remark
from journeysim.cli.options import Options
from journeysim.errors import JourneysimError
from journeysim.report.files import add_line, refuse_overwriting, refuse_sharing, write_text
from journeysim.report.text.page import console
from journeysim.scenario.scenario import Scenario
from journeysim.study.ask import Ask
from journeysim.study.check import CheckResult, Conclusion, checking
from journeysim.study.check_plan import Suite, Terms

_HINDERED = (Exit.PASS, Exit.FAIL, Exit.UNDECIDED)
"""Ways to end that an output which cannot be written makes incomplete; all others are worse."""


@dataclass(frozen=True)
class Targets:
    """The files that a check is to write."""

    json: Path | None = None
    junit: Path | None = None
    summary: Path | None = None
    baseline: Path | None = None
    sarif: Path | None = None
    history: Path | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """Those that are wanted."""
        there = (self.json, self.junit, self.summary, self.baseline, self.sarif, self.history)
        return tuple(path for path in there if path is not None)

    def refuse_twins(self) -> None:
        """Raise UsageError if one would overwrite another."""
        refuse_sharing(self.files)

    def refuse_inputs(self, scenarios: Sequence[Scenario], further: Sequence[Path]) -> None:
        """Raise UsageError if one would overwrite what is read, or could not be written."""
        inputs = [path for scenario in scenarios for path in scenario.document.files]
        for path in self.files:
            refuse_overwriting(path, [*inputs, *further])


def run_and_deliver(
    suites: Sequence[Suite], ask: Ask, terms: Terms, targets: Targets, options: Options
) -> tuple[CheckResult, Exit]:
    """Judge, write and print; the result, and the exit code: the worst of what was found.

    Whatever ends it early is raised again once every output is written.
    """
    result = CheckResult(())
    try:
        for latest in checking(suites, ask, terms, options.progress):
            result = latest
    except BaseException as error:
        interrupted = isinstance(error, KeyboardInterrupt)
        outcome = Conclusion.INTERRUPTED if interrupted else Conclusion.BROKE_OFF
        if isinstance(error, MemoryError):
            let_go(error)
        ended = result.ended(outcome, what_ran_out(error) or str(error))
        with suppress(OSError, SystemExit):
            _Delivery(ended, targets, options, code_of(error)).all()
        raise
    for lost in result.lost:
        remark(lost)
    return result, _Delivery(result, targets, options, _code(result)).all()


def _code(result: CheckResult) -> Exit:
    return {
        Conclusion.PASS: Exit.PASS,
        Conclusion.FAIL: Exit.FAIL,
        Conclusion.UNDECIDED: Exit.UNDECIDED,
    }.get(result.outcome, Exit.INCOMPLETE)


@dataclass
class _Delivery:
    """The writing of one result; `code` is what the process will end with, as far as is known."""

    result: CheckResult
    targets: Targets
    options: Options
    code: Exit

    def all(self) -> Exit:
        """Write everything; the document last, because it says how the process ends."""
        result, targets = self.result, self.targets
        self._file(targets.junit, result.junit)
        self._file(targets.summary, result.summary)
        self._file(targets.sarif, lambda: result.sarif(_root()))
        if not result.ending:
            self._file(targets.baseline, result.baseline)
            self._file(targets.history, result.history_line, add_line)
        self._mark_lines()
        self._add_to_step()
        is_there = self._file(targets.json, self._document)
        try:
            self._stdout()
        except (OSError, SystemExit) as error:
            self._hindered(_of_stdout(error))
            if is_there:
                self._file(targets.json, self._document)
            raise
        return self.code

    def _document(self) -> str:
        return self.result.document(self.code)

    def _file(
        self,
        path: Path | None,
        content: Callable[[], str],
        write: Callable[[Path, str], None] = write_text,
    ) -> bool:
        """Write one file, if it is wanted; says whether it is there now."""
        if path is None:
            return False
        try:
            write(path, content())
        except (JourneysimError, MemoryError) as error:
            complain(error)
            self._hindered(Exit.INCOMPLETE)
            return False
        except BrokenPipeError as error:
            self._hindered(code_of(error))
            return False
        return True

    def _hindered(self, code: Exit) -> None:
        if self.code in _HINDERED:
            self.code = code

    def _mark_lines(self) -> None:
        """Mark the lines of claims, where GitHub Actions runs this."""
        if os.environ.get("GITHUB_ACTIONS") == "true":
            with suppress(OSError):
                for line in self.result.annotations(_root()):
                    print(line, file=sys.stderr)

    def _add_to_step(self) -> None:
        """Add to the step's summary, where GitHub Actions runs this."""
        if step := os.environ.get("GITHUB_STEP_SUMMARY"):
            try:
                with open(step, "a", encoding="utf-8") as stream:
                    stream.write(self.result.summary())
            except OSError as error:
                remark(f"cannot add to the step's summary: {error.strerror}")

    def _stdout(self) -> None:
        """The document or the tables on standard output."""
        if self.options.as_json:
            click.echo(self._document(), nl=False)
        else:
            self.result.show(console(self.options.no_color))
        sys.stdout.flush()


def _root() -> Path:
    """The folder that a build names files from."""
    return Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd())


def _of_stdout(error: BaseException) -> Exit:
    """What a standard output that fails leads to; Rich ends the program where a pipe was closed."""
    return Exit.CLOSED_PIPE if isinstance(error, SystemExit) else code_of(error)

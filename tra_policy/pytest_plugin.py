"""The pytest plugin: policies held against their bundles, a test for each line that can be met.

It collects nothing before it is asked to: a `.tra` file that is named on the command line, or that a
pattern of the setting `tra_policies` fits. Its bundle is that of `--tra-evidence`, or else the folder
`evidence` beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tra_policy.reports.page import harmless

if TYPE_CHECKING:
    from datetime import date

    from tra_policy.api import LoadedBundle
    from tra_policy.model.report import CheckReport
    from tra_policy.reports.machine.rows import Row

ENDING = ".tra"
HEADLINE = "tra headline"
UNKNOWN = ("fail", "xfail", "warn")


class UnknownWarning(pytest.PytestWarning):
    """A line that gates is unknown, and `tra_unknown` is `warn`."""


class NotMet(Exception):
    """A line that is not met or unknown; the text says why and what is wanted."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options and the settings; an option goes before the setting of the same name."""
    group = parser.getgroup("tra", "policies held against evidence")
    group.addoption("--tra-evidence", metavar="BUNDLE", help="the bundle of every policy")
    group.addoption("--tra-as-of", metavar="DATE", help="the day to judge by, UTC; today otherwise")
    group.addoption("--tra-unknown", choices=UNKNOWN, help="what an unknown that gates does")
    parser.addini("tra_policies", "patterns of the policies that are collected", type="args")
    parser.addini("tra_evidence", "the bundle, from the folder of a policy on", default="evidence")
    parser.addini("tra_as_of", "the day to judge by, UTC; today where it is empty", default="")
    parser.addini(
        "tra_unknown", "what an unknown that gates does: fail, xfail or warn", default="fail"
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Return the collector of a policy that is asked for."""
    if file_path.suffix != ENDING:
        return None
    named = parent.session.isinitpath(file_path)
    if not named and not _fits(file_path, parent.config):
        return None
    found: PolicyFile = PolicyFile.from_parent(parent, path=file_path)
    return found


def _fits(path: Path, config: pytest.Config) -> bool:
    below = path.relative_to(config.rootpath) if path.is_relative_to(config.rootpath) else path
    return any(below.match(pattern) for pattern in config.getini("tra_policies"))


def _asked(config: pytest.Config, name: str) -> str:
    """Return an option, or else the setting of that name."""
    return str(config.getoption(f"tra_{name}") or config.getini(f"tra_{name}"))


class PolicyFile(pytest.File):
    """A policy, with the bundle that it is held against."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield a test for each line of the policy that can be met or not."""
        from tra_policy import api

        if _asked(self.config, "unknown") not in UNKNOWN:
            raise self.CollectError(f"`tra_unknown` is none of {', '.join(UNKNOWN)}")
        day = self._day()
        try:
            bundle = api.load_bundle(self._bundle(), partly=True)
            report = api.check(self._shown(self.path), bundle, as_of=day)
        except api.InvalidInput as wrong:
            raise self.CollectError(str(wrong)) from None
        yield from self._tests(report, bundle)

    def _tests(self, report: CheckReport, bundle: LoadedBundle) -> Iterator[pytest.Item]:
        if bundle.mistakes:
            from tra_policy.api import InvalidInput

            said = str(InvalidInput(bundle.mistakes, bundle.sources))
            yield Failing.from_parent(self, name="evidence-is-read", said=said)
        in_scope = any(not (i.outcome == "not-applicable" and i.by_scope) for i in report.items)
        if not report.thresholds and not in_scope:
            said = "nothing was checked: no threshold, and no item in scope"
            yield Failing.from_parent(self, name="something-is-checked", said=said)
        yield from self._lines(report)

    def _lines(self, report: CheckReport) -> Iterator[pytest.Item]:
        from tra_policy.reports.machine.rows import run_of

        run = run_of(report)
        names: Counter[str] = Counter()
        for row in run.rows:
            if row.kind != "item":
                continue
            names[row.rule] += 1
            name = row.rule if names[row.rule] == 1 else f"{row.rule} ({names[row.rule]})"
            line = Line.from_parent(self, name=name, row=row)
            line.user_properties.append((HEADLINE, f"{run.name}: {run.headline}"))
            yield line

    def _bundle(self) -> str:
        given = self.config.getoption("tra_evidence")
        if given:
            return str(given)
        return self._shown(self.path.parent / str(self.config.getini("tra_evidence")))

    def _shown(self, path: Path) -> str:
        """Return a path as a person would type it, since messages show it."""
        here = self.config.invocation_params.dir
        return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()

    def _day(self) -> date:
        from tra_policy.cli.options import today
        from tra_policy.model.moment import parse_moment

        given = _asked(self.config, "as_of")
        if not given:
            return today()
        found = parse_moment(given)
        if found is None or found.at is not None:
            raise self.CollectError(f"`tra_as_of`: `{given}` is not a day such as `2026-05-26`")
        return found.day


class Failing(pytest.Item):
    """Something about the whole run that is not in order."""

    def __init__(self, *, said: str, **given: Any) -> None:
        super().__init__(**given)
        self.said = said

    def runtest(self) -> None:
        """Fail."""
        raise NotMet(self.said)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str:
        """Return what is wrong, without a trace."""
        return str(excinfo.value)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return where it is about."""
        return self.path, 0, f"{self.path.name}: {self.name}"


class Line(pytest.Item):
    """One line of a policy that can be met or not."""

    def __init__(self, *, row: Row, **given: Any) -> None:
        super().__init__(**given)
        self.row = row

    def runtest(self) -> None:
        """Pass where it is met, skip where nothing is owed, fail with what is wanted otherwise."""
        row = self.row
        if row.outcome in ("not-applicable", "not-yet-due", "waived"):
            pytest.skip(harmless(row.message))
        if row.outcome == "met":
            return
        if not row.gates:
            pytest.xfail(f"does not gate: {self._said()}")
        if row.level != "error":
            match _asked(self.config, "unknown"):
                case "xfail":
                    pytest.xfail(self._said())
                case "warn":
                    self.warn(UnknownWarning(self._said()))
                    return
        raise NotMet(self._said())

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return the message of the report, without a trace; a bug keeps its trace."""
        if isinstance(excinfo.value, NotMet):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return the place of the line in the policy."""
        return self.path, max(self.row.line - 1, 0), f"{self.path.name}: {self.name}"

    def _said(self) -> str:
        row = self.row
        wanted = f"\nwanted: {harmless(row.help)}" if row.help else ""
        place = f"\nat: {harmless(row.path)}:{row.line}" if row.path and row.line else ""
        return f"{harmless(row.message)}{wanted}{place}"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Write the headline of every policy that was held against evidence."""
    found = [
        value
        for reports in terminalreporter.stats.values()
        for report in reports
        for name, value in getattr(report, "user_properties", ())
        if name == HEADLINE
    ]
    if found:
        terminalreporter.section("policies held against evidence")
        for headline in dict.fromkeys(found):
            terminalreporter.write_line(harmless(str(headline)))

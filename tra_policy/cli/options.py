"""Options that several commands share, and the kinds of value they take."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import click

from tra_policy.model.moment import parse_moment
from tra_policy.reports.formats import FORMATS
from tra_policy.words.diagnostic import Severity
from tra_policy.words.suggest import did_you_mean

Wrapped = Callable[..., Any]


def word(*choices: str) -> Callable[[str], str]:
    """Return the kind of value that is one word of a closed list; a wrong one gets the nearest."""

    def read(value: str) -> str:
        if value in choices:
            return value
        wrong = NotOneOf(f"there is no `{value}`")
        wrong.advice = did_you_mean(value, choices, f"expected one of {', '.join(choices)}")
        raise wrong

    return read


class NotOneOf(click.BadParameter):
    """A value that is not in a closed list, with advice."""

    advice = ""


def day(value: str) -> date:
    """Return a calendar day, UTC."""
    found = parse_moment(value)
    if found is None or found.at is not None:
        raise click.BadParameter(f"`{value}` is not a day such as `2026-05-26`")
    return found.day


def format_and_path(*formats: str) -> Callable[[str], tuple[str, str]]:
    """Return the kind of value that is `FORMAT=PATH`, of some formats."""

    def read(value: str) -> tuple[str, str]:
        name, equals, path = value.partition("=")
        if not equals or not path:
            raise click.BadParameter(f"`{value}` is not of the form `json=report.json`")
        return word(*formats)(name), path

    return read


COLOURS = ("auto", "always", "never")
LEVELS = tuple(s.word for s in sorted(Severity, reverse=True))


def choice(name: str, *choices: str, **settings: Any) -> Callable[[Wrapped], Wrapped]:
    """Return an option whose value is one word of a closed list."""
    return click.option(name, type=word(*choices), metavar=f"[{'|'.join(choices)}]", **settings)


def severity(word: str | None) -> Severity | None:
    """Return the severity that a word names."""
    return Severity[word.upper()] if word else None


def today() -> date:
    """Return the day it is, UTC: the one place where the clock is read."""
    return datetime.now(UTC).date()


def as_of(command: Wrapped) -> Wrapped:
    """Add `--as-of`."""
    return click.option(
        "--as-of", type=day, metavar="DATE", help="The day to judge by, UTC. [default: today]"
    )(command)


def colour(command: Wrapped) -> Wrapped:
    """Add `--color`."""
    option = click.option(
        "--color",
        "colour",
        type=word(*COLOURS),
        metavar=f"[{'|'.join(COLOURS)}]",
        default="auto",
        help="Use colour.",
    )
    return option(command)


def format_as(*formats: str) -> Callable[[Wrapped], Wrapped]:
    """Return the option `--format` for some formats, `text` by default."""
    return click.option(
        "--format",
        "format_",
        type=word(*formats),
        metavar=f"[{'|'.join(formats)}]",
        default="text",
        help="What goes to standard output.",
    )


def format_(command: Wrapped) -> Wrapped:
    """Add `--format`, for the formats of reports."""
    return format_as(*FORMATS)(command)


def outputs_as(*formats: str) -> Callable[[Wrapped], Wrapped]:
    """Return the option `--output` for some formats."""
    return click.option(
        "--output",
        type=format_and_path(*formats),
        multiple=True,
        metavar="FORMAT=PATH",
        help="Write a copy to a file as well; may be repeated.",
    )


def outputs(command: Wrapped) -> Wrapped:
    """Add `--output`, for the formats of reports."""
    return outputs_as(*FORMATS)(command)


def registry(command: Wrapped) -> Wrapped:
    """Add `--registry` and `--no-registry`."""
    given = click.option(
        "--registry",
        multiple=True,
        metavar="PATH",
        help="Rows over those of the project's registry: a file or a folder; may be repeated.",
    )
    none = click.option("--no-registry", is_flag=True, help="Leave the project's own registry out.")
    return given(none(command))


def evidence(command: Wrapped) -> Wrapped:
    """Add `--evidence`."""
    return click.option(
        "--evidence", "-e", metavar="BUNDLE", required=True, help="The bundle's folder or manifest."
    )(command)

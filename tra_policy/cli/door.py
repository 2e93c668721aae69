"""A group of commands that are known by name, where one is imported when it is called."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from tra_policy.words.suggest import did_you_mean


class Door(click.Group):
    """Commands from modules of one package, each with a `command`.

    `table` gives each command and what it is for, `room` the package.
    """

    def __init__(self, *given: Any, table: Mapping[str, str], room: str, **settings: Any) -> None:
        super().__init__(*given, **settings)
        self.table = table
        self.room = room

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.table:
            return None
        command: click.Command = import_module(f"{self.room}.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in self.table and not name.startswith("-"):
            raise NoSuchCommand(name, ctx, self.table)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(self.table.items()))


class NoSuchCommand(click.UsageError):
    """Somebody typed a command that does not exist."""

    def __init__(self, name: str, ctx: click.Context, table: Mapping[str, str]) -> None:
        within = ctx.command_path.partition(" ")[2]
        super().__init__(f"there is no command `{f'{within} {name}'.strip()}`")
        self.advice = did_you_mean(name, table, f"the commands are {', '.join(table)}")

"""Kinds of record, their fields, and the tests on them: `where severity >= medium, run by lab`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tra_policy.model.conditions import Condition, FieldTest, RoleIs, Test, Value
from tra_policy.model.kinds import KINDS
from tra_policy.model.moment import Duration, Moment
from tra_policy.model.quantity import Quantity, plain
from tra_policy.resolve.scope import CLASSES, Scope, a
from tra_policy.resolve.values import day, duration, quantity
from tra_policy.syntax.tree import Node, Word
from tra_policy.words.suggest import did_you_mean

ROLES = ("designed", "run", "graded", "funded", "selected", "reviewed", "published")
# What a policy may apply to, and what a duty may be about, beside records.
SUBJECTS: dict[str, dict[str, str]] = {
    "model": {"compute": "quantity", "developer": "text", "id": "text", "subject": "text"},
    "developer": {"revenue": "quantity"},
}
FIELDS = {**KINDS, **SUBJECTS}
HEADER = frozenset.intersection(*(frozenset(fields) for fields in KINDS.values()))
_SHORT = {"environment": "rl_environment", "dataset": "sft_dataset"}
_LADDER = frozenset({"low", "medium", "high", "critical"})
_HOLDS = {
    "moment": "a date, such as `2026-05-26`",
    "number": "a count, such as `100`",
    "quantity": "a number with its unit, such as `5%`",
    "flag": "`true` or `false`",
    "names": "a list of names, asked with `has`",
    "part": "several fields of its own",
    "text": "words, asked with `is`",
}
_VALUES: dict[str, type] = {"moment": Moment, "number": Quantity, "quantity": Quantity}
_ROLE_FIELDS = {
    "run": {"run_by", "party", "lead"},
    "selected": {"selected_by"},
    "reviewed": {"reviewed_by", "reviewers"},
    "published": {"party"},
}


@dataclass(frozen=True)
class Records:
    """What is read about records: with the names in scope."""

    scope: Scope

    def names(self, node: Node, *categories: str) -> tuple[str, ...]:
        """Return the names of a list, each made sure."""
        return tuple(self.scope.known(w, *categories) for w in node.words("NAME"))

    def kind(self, word: Word, subjects: Sequence[str] = ()) -> str:
        """Return a kind of record: singular or plural, with `-` or `_`; as written if unknown.

        `subjects` are names that are allowed as well.
        """
        found = kind_named(word.text, subjects)
        if found:
            return found
        known = [*subjects, *KINDS]
        help = did_you_mean(word.text, known, f"kinds are {', '.join(sorted(known))}")
        self.scope.say("TRA111", f"`{word.text}` is not a kind of record", word.span, help)
        return word.text.replace("-", "_")

    def fields(self, kind: str) -> dict[str, str]:
        """Return the fields of a kind with their type words; empty for an unknown kind."""
        return FIELDS.get(kind, {})

    def field(self, word: Word, kind: str, outer: str = "") -> tuple[tuple[str, ...], str]:
        """Return the path that a word names, with its type word, reporting an unknown field.

        A path starts at the record of `kind`, or with the noun of `for every`, which is `outer`.
        """
        path = tuple(part.replace("-", "_") for part in word.text.split("."))
        names = path
        if outer and len(names) > 1 and names[0] == outer:
            kind, names = outer, names[1:]
        held = ""
        for name in names:
            fields = FIELDS.get(kind)
            if fields is None:
                return path, ""
            if name not in fields:
                known = (*fields, f"{outer}.{name}") if name in self.fields(outer) else fields
                own = sorted(f for f in fields if f not in HEADER)
                help = did_you_mean(name, known, f"its own fields are {', '.join(own)}")
                said = f"{a(kind.replace('_', ' '))} record has no field `{name}`"
                if kind in SUBJECTS:
                    said = f"{a(kind)} has no field `{name}`"
                self.scope.say("TRA112", said, word.span, help)
                return path, ""
            held = fields[name]
            kind = name if name in KINDS else ""
        return path, held

    def tests(self, where: Node | None, kind: str, outer: str = "") -> tuple[Condition, ...]:
        """Return the tests of a `where`, about a record of a kind, under the noun of `for every`."""
        listed = where.node("tests") if where is not None else None
        if listed is None:
            return ()
        return tuple(self._test(test, kind, outer) for test in listed.nodes("test"))

    def _test(self, node: Node, kind: str, outer: str) -> Condition:
        inner = node.parts[0]
        assert isinstance(inner, Node)
        words = list(inner.words("NAME"))
        if inner.rule == "role_test":
            return self._role(inner, words, kind)
        path, held = self.field(words[0], kind, outer)
        match inner.rule:
            case "field_test":
                return self._compared(inner, words[0], path, held)
            case "stated_test":
                return FieldTest(path, "stated", None, False, inner.span)
            case "has_test":
                return FieldTest(path, "has", words[1].text, False, inner.span)
            case "in_test":
                test: Test = "not in" if inner.has("NOT") else "in"
                return FieldTest(path, test, self.field(words[1], kind, outer)[0], True, inner.span)
            case "descends_test":
                other = self.field(words[1], kind, outer)[0]
                return FieldTest(path, "descends from", other, True, inner.span)
            case _:
                return self._worded(inner, words, path, held)

    def _role(self, node: Node, words: list[Word], kind: str) -> Condition:
        role, fields = words[0].text, self.fields(kind)
        known = self.scope.one_of(words[0], ROLES, "a role")
        told = "roles" in fields or not _ROLE_FIELDS.get(role, set()).isdisjoint(fields)
        if known and fields and not told:
            said = f"{a(kind.replace('_', ' '))} record does not say by whom it was `{role}`"
            self.scope.say("TRA112", said, words[0].span)
        holder = self.scope.known(words[1], "party", also=CLASSES)
        return RoleIs(role, holder, node.span)

    def _worded(self, node: Node, words: list[Word], path: tuple[str, ...], held: str) -> Condition:
        quoted = node.word("STRING")
        wanted = quoted.text[1:-1] if quoted is not None else words[1].text
        said = f"a value of `{words[0].text}`"
        if held == "flag" and quoted is None:
            self.scope.one_of(words[1], ("true", "false"), said)
        elif "|" in held and quoted is None:
            self.scope.one_of(words[1], held.split("|"), said)
        elif held in ("moment", "number", "quantity", "part"):
            help = (
                "ask whether it `is stated`" if held == "part" else "write `>=`, `>`, `<=` or `<`"
            )
            self._holds(words[0], held, node, help)
        return FieldTest(path, "is not" if node.has("NOT") else "is", wanted, False, node.span)

    def _holds(self, field: Word, held: str, node: Node, help: str = "") -> None:
        message = f"`{field.text}` holds {_HOLDS[held]}"
        self.scope.say("TRA110", message, node.span, help)

    def _compared(self, node: Node, field: Word, path: tuple[str, ...], held: str) -> Condition:
        operator, value = node.word("OP"), node.node("value")
        assert operator is not None and value is not None
        found = self._value(value)
        if "|" in held:
            self._ranked(field, held.split("|"), value)
        elif held in ("text", "names", "flag", "part"):
            self._holds(field, held, value, "words have no order")
        elif not isinstance(found, _VALUES.get(held, object)):
            self._holds(field, held, value)
        elif isinstance(found, Quantity):
            self._measured(field, held, found, value)
        return FieldTest(path, operator.text, found, False, node.span)  # type: ignore[arg-type]

    def _ranked(self, field: Word, words: list[str], value: Node) -> None:
        word = value.word("NAME")
        if not _LADDER.issuperset(words):
            listed = ", ".join(f"`{w}`" for w in words)
            message = f"the values of `{field.text}` have no order: {listed}"
            self.scope.say("TRA110", message, value.span, f"write `{field.text} is …`")
        elif word is None:
            message = f"`{field.text}` holds one of {', '.join(words)}"
            self.scope.say("TRA110", message, value.span)
        else:
            self.scope.one_of(word, words, f"a value of `{field.text}`")

    def _measured(self, field: Word, held: str, found: Quantity, value: Node) -> None:
        if held == "number" and found.unit not in ("number", "steps"):
            self._holds(field, held, value)
        elif held == "quantity" and field.text.endswith("rate") and found.unit == "number":
            share = found.value * 100 if found.value < 1 else found.value
            help = f"if a share is meant, write `{plain(share)}%`"
            self.scope.say("TRA110", f"`{found}` has no unit", value.span, help)

    def _value(self, node: Node) -> Value:
        stretch, amount = node.node("duration"), node.node("quantity")
        if stretch is not None:
            found = duration(self.scope, stretch)
            if found is not None and found.unit == "hours":
                return Quantity(Decimal(found.amount), "hours", str(found))
            return found or Duration(1, "days")
        if amount is not None:
            return quantity(self.scope, amount) or Quantity(Decimal(0))
        dated = node.word("DATE")
        if dated is not None:
            on = day(self.scope, dated)
            return Moment(on) if on is not None else dated.text
        word = node.word("NAME")
        return word.text if word is not None else ""


def kind_named(name: str, subjects: Sequence[str] = ()) -> str:
    """Return the kind of record that a name means, or one of the subjects; empty for neither."""
    text = name.replace("-", "_")
    for candidate in (text, text.removesuffix("s"), text.removesuffix("es")):
        if candidate in KINDS or candidate in subjects:
            return candidate
    return _SHORT.get(text.removesuffix("s"), "")

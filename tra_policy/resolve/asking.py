"""One test on the fields of a record: names made sure, and values held against what a field holds."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from tra_policy.model.conditions import Condition, FieldTest, RoleIs, Test, Value
from tra_policy.model.moment import Duration, Moment
from tra_policy.model.quantity import Quantity, plain
from tra_policy.resolve.paths import FIELDS, HOLDS, leads_on, said_of
from tra_policy.resolve.scope import CLASSES, a
from tra_policy.resolve.values import day, duration, quantity
from tra_policy.syntax.tree import Node, Word
from tra_policy.words.noun import Noun

if TYPE_CHECKING:
    from tra_policy.resolve.records import Records

ROLES = ("designed", "run", "graded", "funded", "selected", "reviewed", "published")
_LADDER = frozenset({"low", "medium", "high", "critical"})
_VALUES: dict[str, type] = {"moment": Moment, "number": Quantity, "quantity": Quantity}
_NUMBERS = frozenset({"number", "quantity"})
_NAMES = frozenset({"text", "names"})
_ROLE_FIELDS = {
    "run": {"run_by", "party", "lead"},
    "selected": {"selected_by"},
    "reviewed": {"reviewed_by", "reviewers"},
    "published": {"party"},
}
_OF_NAMES: dict[str, Test] = {
    "in_test": "in",
    "descends_test": "descends from",
    "shares_test": "shares nothing with",
}
_OF_MOMENTS: dict[str, Test] = {
    "before_test": "before",
    "after_test": "after",
    "within_test": "within",
}


class Asked(Noun):
    """The records that a test is about: of a kind, under the noun of `for every`."""

    records: Records
    kind: str
    outer: str = ""

    def test(self, node: Node) -> Condition:
        """Return a test, reporting what cannot be asked."""
        inner = node.parts[0]
        assert isinstance(inner, Node)
        words = list(inner.words("NAME"))
        if inner.rule == "role_test":
            return self._role(inner, words)
        path, held = self._path(words[0])
        match inner.rule:
            case "field_test":
                return self._compared(inner, words[0], path, held)
            case "stated_test":
                return self._stated(inner, words[0], path)
            case "has_test":
                if held and held != "names":
                    self._holds(words[0], held, inner)
                return FieldTest(path, "has", words[1].text, False, inner.span)
            case "independent_test":
                return self._independent(inner, words, path, held)
            case rule if rule in _OF_NAMES:
                test: Test = "not in" if inner.has("NOT") else _OF_NAMES[rule]
                other, beside = self._path(words[1])
                for word, of in ((words[0], held), (words[1], beside)):
                    if of and of not in _NAMES and "|" not in of:
                        self._holds(word, of, word, "names are wanted here")
                return FieldTest(path, test, other, True, inner.span)
            case rule if rule in _OF_MOMENTS:
                return self._dated(inner, words, path, held)
            case _:
                return self._worded(inner, words, path, held)

    def _path(self, word: Word) -> tuple[tuple[str, ...], str]:
        return self.records.field(word, self.kind, self.outer)

    def _role(self, node: Node, words: list[Word]) -> Condition:
        scope = self.records.scope
        role, fields = words[0].text, FIELDS.get(self.kind, {})
        known = scope.one_of(words[0], ROLES, "a role")
        told = "roles" in fields or not _ROLE_FIELDS.get(role, set()).isdisjoint(fields)
        if known and fields and not told:
            said = f"{a(self.kind.replace('_', ' '))} record does not say by whom it was `{role}`"
            scope.say("TRA112", said, words[0].span)
        holder = scope.known(words[1], "party", also=CLASSES)
        return RoleIs(role, holder, node.span)

    def _stated(self, node: Node, word: Word, path: tuple[str, ...]) -> Condition:
        if node.has("NOT"):
            message = f"that `{word.text}` is not stated would be shown by leaving it out"
            help = "ask for what is to be stated instead: a missing field shows nothing"
            self.records.scope.say("TRA117", message, node.span, help)
        return FieldTest(path, "stated", None, False, node.span)

    def _worded(self, node: Node, words: list[Word], path: tuple[str, ...], held: str) -> Condition:
        scope, quoted = self.records.scope, node.word("STRING")
        test: Test = "is not" if node.has("NOT") else "is"
        if quoted is None and self._is_path(words[1]):
            other, beside = self._path(words[1])
            for word, of in ((words[0], held), (words[1], beside)):
                if of in HOLDS and of not in _NAMES | {"flag"}:
                    self._holds(word, of, word)
            return FieldTest(path, test, other, True, node.span)
        wanted = quoted.text[1:-1] if quoted is not None else words[1].text
        said = f"a value of `{words[0].text}`"
        if held == "flag" and quoted is None:
            scope.one_of(words[1], ("true", "false"), said)
        elif "|" in held and quoted is None:
            scope.one_of(words[1], held.split("|"), said)
        elif held in ("moment", "number", "quantity", "part"):
            help = (
                "ask whether it `is stated`" if held == "part" else "write `>=`, `>`, `<=` or `<`"
            )
            self._holds(words[0], held, node, help)
        return FieldTest(path, test, wanted, False, node.span)

    def _is_path(self, word: Word) -> bool:
        """Whether a word that may be a value or a path is a path: it goes on behind a link."""
        first, dot, _ = word.text.replace("-", "_").partition(".")
        return bool(dot) and (first == self.outer or leads_on(self.kind, first))

    def _independent(
        self, node: Node, words: list[Word], path: tuple[str, ...], held: str
    ) -> Condition:
        """`lead is independent of developer`: of the developer, of a party, or of whom a field names."""
        scope, other = self.records.scope, words[1]
        if held and held not in _NAMES:
            self._holds(words[0], held, words[0], "the names of parties are wanted here")
        if other.text == "developer" or other.text in scope.names("party"):
            return FieldTest(path, "independent of", other.text, False, node.span)
        fields = {**FIELDS.get(self.kind, {}), self.outer: ""}
        if other.text.partition(".")[0].replace("-", "_") not in fields:
            scope.known(other, "party", also=("developer",), what="party or field")
            return FieldTest(path, "independent of", other.text, False, node.span)
        wanted, beside = self._path(other)
        if beside and beside not in _NAMES:
            self._holds(other, beside, other, "the names of parties are wanted here")
        return FieldTest(path, "independent of", wanted, True, node.span)

    def _dated(self, node: Node, words: list[Word], path: tuple[str, ...], held: str) -> Condition:
        if held and held != "moment":
            self._holds(words[0], held, words[0], "a date is wanted here")
        test, dated = _OF_MOMENTS[node.rule], node.word("DATE")
        if dated is not None:
            on = day(self.records.scope, dated)
            value: Value = Moment(on) if on is not None else dated.text
            return FieldTest(path, test, value, False, node.span)
        other, beside = self._path(words[1])
        if beside and beside != "moment":
            self._holds(words[1], beside, words[1], "a date is wanted here")
        stretch = duration(self.records.scope, node.node("duration"))
        if test == "within" and stretch is None:
            stretch = Duration(1, "days")
        return FieldTest(path, test, other, True, node.span, stretch)

    def _holds(self, field: Word, held: str, at: Node | Word, help: str = "") -> None:
        message = f"`{field.text}` holds {said_of(held)}"
        self.records.scope.say("TRA110", message, at.span, help)

    def _compared(self, node: Node, field: Word, path: tuple[str, ...], held: str) -> Condition:
        operator, value = node.word("OP"), node.node("value")
        assert operator is not None and value is not None
        test: Test = operator.text  # type: ignore[assignment]
        word = value.word("NAME")
        if word is not None and (held in _VALUES or self._is_path(word)):
            return self._against(node, field, word, path, held, test)
        found = self._value(value)
        if "|" in held:
            self._ranked(field, held.split("|"), value)
        elif held == "names" and isinstance(found, Quantity) and found.unit == "number":
            pass  # how many names there are
        elif held in ("text", "names", "flag", "part"):
            self._holds(field, held, value, "words have no order")
        elif not isinstance(found, _VALUES.get(held, object)):
            self._holds(field, held, value)
        elif isinstance(found, Quantity):
            self.measured(field, held, found, value)
        return FieldTest(path, test, found, False, node.span)

    def _against(
        self, node: Node, field: Word, word: Word, path: tuple[str, ...], held: str, test: Test
    ) -> Condition:
        """`rate < before.rate`: a field held against another one."""
        other, beside = self._path(word)
        if held == "moment":
            help = f"write `{'after' if '>' in test else 'before'}`, or name a day"
            self._holds(field, held, field, help)
        elif held and held not in _NUMBERS:
            self._holds(field, held, field, "only numbers are held against numbers")
        elif beside and beside != held:
            help = f"`{field.text}` holds {said_of(held)}"
            self._holds(word, beside, word, help)
        return FieldTest(path, test, other, True, node.span)

    def _ranked(self, field: Word, words: list[str], value: Node) -> None:
        scope, word = self.records.scope, value.word("NAME")
        if not _LADDER.issuperset(words):
            listed = ", ".join(f"`{w}`" for w in words)
            message = f"the values of `{field.text}` have no order: {listed}"
            scope.say("TRA110", message, value.span, f"write `{field.text} is …`")
        elif word is None:
            message = f"`{field.text}` holds one of {', '.join(words)}"
            scope.say("TRA110", message, value.span)
        else:
            scope.one_of(word, words, f"a value of `{field.text}`")

    def measured(self, field: Word, held: str, found: Quantity, value: Node) -> None:
        """Report a limit that has not the unit of what a field holds."""
        if held == "number" and found.unit not in ("number", "steps"):
            self._holds(field, held, value)
        elif held == "quantity" and field.text.endswith("rate") and found.unit == "number":
            share = found.value * 100 if found.value < 1 else found.value
            help = f"if a share is meant, write `{plain(share)}%`"
            self.records.scope.say("TRA110", f"`{found}` has no unit", value.span, help)

    def _value(self, node: Node) -> Value:
        scope = self.records.scope
        stretch, amount = node.node("duration"), node.node("quantity")
        if stretch is not None:
            found = duration(scope, stretch)
            if found is not None and found.unit == "hours":
                return Quantity(Decimal(found.amount), "hours", str(found))
            return found or Duration(1, "days")
        if amount is not None:
            return quantity(scope, amount) or Quantity(Decimal(0))
        dated = node.word("DATE")
        if dated is not None:
            on = day(scope, dated)
            return Moment(on) if on is not None else dated.text
        word = node.word("NAME")
        return word.text if word is not None else ""

"""What every rule finds over many policies, counted: also those that never find, or always."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from tra_policy.lint.found import Found
from tra_policy.lint.rule import Rule
from tra_policy.words.noun import Noun


class Row(Noun):
    """One rule: its findings, clause by clause; in how many policies; of how many it could speak of.

    `allowed` of the findings are allowed by the text.
    """

    rule: Rule
    findings: int
    allowed: int
    policies: int
    of: int

    @property
    def remark(self) -> str:
        """What stands out: that it found nothing, or something everywhere; empty where neither."""
        if not self.of:
            return "could not speak: no policy that it reads was at hand"
        if not self.policies:
            return "never"
        return "in every policy" if self.policies == self.of and self.of > 1 else ""


def counted(
    rules: Iterable[Rule],
    found: Iterable[Found],
    read: Collection[str],
    silent: Mapping[str, Collection[str]],
) -> tuple[Row, ...]:
    """Return a row for every rule. `read` are the paths of the policies that could be read.

    `silent` are the codes that could not speak, by path.
    """
    numbers: Counter[str] = Counter()
    allowed: Counter[str] = Counter()
    places: defaultdict[str, set[str]] = defaultdict(set)
    for one in found:
        code = one.diagnostic.code
        numbers[code] += 1
        allowed[code] += bool(one.diagnostic.allowed)
        places[code].add(one.diagnostic.span.path if one.diagnostic.span else "")
    return tuple(
        Row(
            rule,
            numbers[rule.code],
            allowed[rule.code],
            len(places[rule.code]),
            sum(rule.code not in silent.get(path, ()) for path in read),
        )
        for rule in rules
    )


def as_text(rows: Sequence[Row], policies: int) -> str:
    """Return the counts as a table, one rule a line, with a last line that sums them up."""
    return "".join(f"{line}\n" for line in _lines(rows, policies))


def _lines(rows: Sequence[Row], policies: int) -> Iterator[str]:
    wide = max((len(row.rule.name) for row in rows), default=4)
    yield f"{'code':<6}  {'name':<{wide}}  {'findings':>8}  {'policies':>8}"
    for row in rows:
        notes = [row.remark] if row.remark else []
        notes += [f"{row.allowed} allowed"] if row.allowed else []
        line = f"{row.rule.code}  {row.rule.name:<{wide}}  {row.findings:>8}  {row.policies:>8}"
        yield f"{line}  {', '.join(notes)}".rstrip()
    found = sum(row.findings for row in rows)
    never = sum(row.remark == "never" for row in rows)
    always = sum(row.remark == "in every policy" for row in rows)
    yield (
        f"{found} findings of {len(rows)} rules in {policies} {_policies(policies)}; "
        f"{never} rules find nothing, {always} find something in every policy"
    )


def as_json(rows: Sequence[Row], policies: int) -> dict[str, Any]:
    """Return the counts as JSON values."""
    return {
        "schema": "tra.rule-counts/1",
        "policies": policies,
        "rules": [
            {
                "code": row.rule.code,
                "name": row.rule.name,
                "findings": row.findings,
                "allowed": row.allowed,
                "policies": row.policies,
                "of": row.of,
            }
            for row in rows
        ],
    }


def _policies(number: int) -> str:
    return "policy" if number == 1 else "policies"

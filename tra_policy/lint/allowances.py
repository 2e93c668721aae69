"""Allowances: `# tra: allow(CODE, …) because REASON`, and what they let be.

One holds for the line that its comment speaks of; on the line `tra 1`, or above it, for the whole text.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from tra_policy.lint.allowance_rules import MALFORMED, NOT_ALLOWABLE, UNUSED, WITHOUT_REASON
from tra_policy.lint.rule import Finding, Rule
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.edits import Edit, Fix
from tra_policy.words.noun import Noun, field, replace
from tra_policy.words.regex import regex
from tra_policy.words.remarks import Remark
from tra_policy.words.source import Source, Span
from tra_policy.words.suggest import did_you_mean

FORM = "write `# tra: allow(CODE) because REASON`"
_ADDRESSED = regex(r"#+\s*tra\s*(?::|allow\b)", re.IGNORECASE)
_ALLOW = regex(r"#+\s*tra:\s*allow\(([^()]*)\)\s*")
_CODE = regex(r"[^\s,]+")
_REASON = regex(r"because\b\s*(.*)")
_FURTHER = regex(r"\s+#")
_NOWHERE = sys.maxsize

Said = tuple[Rule, Finding]


class Allowance(Noun):
    """One code that a comment allows, with the reason. `number` is its place in the comment's list."""

    code: str
    reason: str
    span: Span
    remark: Remark
    number: int
    others: tuple[Span, ...] = field(default=(), compare=False)

    def covers(self, found: Diagnostic) -> bool:
        """Whether a finding is of this code and begins within what the comment speaks of."""
        of, span = self.remark.of, found.span
        if of is None or span is None or found.code != self.code or span.path != of.path:
            return False
        return of.start <= span.start < max(of.end, of.start + 1)


def allowances_in(
    remarks: Iterable[Remark], rules: Mapping[str, Rule]
) -> tuple[list[Allowance], list[Said]]:
    """Return what the comments of a text allow, and what is wrong with them.

    `rules` are those that can be allowed, by code.
    """
    held: list[Allowance] = []
    said: list[Said] = []
    for remark in remarks:
        if _ADDRESSED.match(remark.text):
            allowed, wrong = _read(remark, rules)
            held += allowed
            said += wrong
    return held, said


def _read(remark: Remark, rules: Mapping[str, Rule]) -> tuple[list[Allowance], list[Said]]:
    form = _ALLOW.match(remark.text)
    listed = form[1].split(",") if form else []
    if form is None or not all(len(_CODE.findall(part)) == 1 for part in listed):
        message = "this comment to the linter cannot be read, and allows nothing"
        return [], [(MALFORMED, Finding(remark.span, message, FORM))]
    rest = _FURTHER.split(remark.text[form.end() :], maxsplit=1)[0].strip()
    rest = "" if rest.startswith("#") else rest
    because = _REASON.fullmatch(rest)
    codes = ", ".join(f"`{part.strip()}`" for part in listed)
    if rest and because is None:
        message = (
            f"`{rest.split()[0]}` stands where `because` is expected, so {codes} is not allowed"
        )
        return [], [(MALFORMED, Finding(remark.span, message, FORM))]
    if because is None or not re.search(r"\w", because[1]):
        message = f"no reason is given, so {codes} is not allowed"
        help = "say why behind `because`: it is listed beside the finding"
        return [], [(WITHOUT_REASON, Finding(remark.span, message, help))]
    return _of_codes(remark, form.start(1), form[1], because[1], rules)


def _of_codes(
    remark: Remark, at: int, listed: str, reason: str, rules: Mapping[str, Rule]
) -> tuple[list[Allowance], list[Said]]:
    start = remark.span.start + at
    path = remark.span.path
    spans = tuple(
        Span(path, start + found.start(), start + found.end()) for found in _CODE.finditer(listed)
    )
    held: list[Allowance] = []
    said: list[Said] = []
    for number, (span, code) in enumerate(zip(spans, _CODE.findall(listed), strict=True)):
        if code in rules:
            held.append(Allowance(code, reason, span, remark, number, spans))
        else:
            said.append((NOT_ALLOWABLE, _not_allowable(span, code, rules)))
    return held, said


def _not_allowable(span: Span, code: str, rules: Mapping[str, Rule]) -> Finding:
    named = {rule.name: rule.code for rule in rules.values()}
    if code in named:
        help = f"write its code: `{named[code]}`"
    else:
        help = did_you_mean(
            code, rules, "only what a lint rule finds can be allowed: see `tra rules`"
        )
    return Finding(span, f"`{code}` is no code of a lint rule, and allows nothing", help)


def applied_to(
    found: Iterable[Diagnostic], held: Sequence[Allowance]
) -> tuple[list[Diagnostic], set[Allowance]]:
    """Return the findings, those that are allowed with the reason, and the allowances that were of use.

    Where several cover a finding, the one that speaks of least counts.
    """
    by_code: dict[str, list[Allowance]] = {}
    for one in sorted(held, key=_start):
        by_code.setdefault(one.code, []).append(one)
    starts = {code: [_start(one) for one in several] for code, several in by_code.items()}
    used: set[Allowance] = set()
    out: list[Diagnostic] = []
    for finding in found:
        several = by_code.get(finding.code, [])
        allowance = _covering(finding, several, starts.get(finding.code, []))
        if allowance is not None:
            used.add(allowance)
            finding = replace(finding, allowed=allowance.reason)
        out.append(finding)
    return out, used


def _covering(
    found: Diagnostic, several: Sequence[Allowance], starts: Sequence[int]
) -> Allowance | None:
    """Return the narrowest of the allowances of one code, sorted by what they speak of."""
    if not several or found.span is None:
        return None
    at = bisect_right(starts, found.span.start) - 1
    # Lines do not overlap: only the nearest one, or what speaks of the whole text, can cover it.
    for one in (*several[max(at, 0) : at + 1], *several[:1]):
        if one.covers(found):
            return one
    return None


def _start(allowance: Allowance) -> int:
    of = allowance.remark.of
    return of.start if of is not None else _NOWHERE


def unused(
    held: Iterable[Allowance], used: Collection[Allowance], source: Source, silent: Collection[str]
) -> Iterator[Said]:
    """Yield the allowances that nothing needs. `silent` are codes that could not speak this time."""
    idle: dict[Remark, list[Allowance]] = {}
    for one in held:
        if one not in used and one.code not in silent:
            idle.setdefault(one.remark, []).append(one)
    for remark, several in idle.items():
        if len(several) == len(several[0].others):
            edit = _comment_out(source, remark.span)
            yield UNUSED, _unused(remark.span, [one.code for one in several], edit)
        else:
            for one in several:
                yield UNUSED, _unused(one.span, [one.code], _code_out(one))


def _unused(span: Span, codes: Sequence[str], edit: Edit) -> Finding:
    listed = ", ".join(f"`{code}`" for code in codes)
    fix = Fix("remove the allowance that nothing needs", (edit,), safe=True)
    help = "remove it, or move it to the line that the finding marks"
    return Finding(span, f"nothing here needs the allowance of {listed}", help, fixes=(fix,))


def _comment_out(source: Source, span: Span) -> Edit:
    """Return the edit that removes a comment: with its line, if it stands alone, else the blanks before."""
    text = source.text
    began = text.rfind("\n", 0, span.start) + 1
    before = text[began : span.start]
    if before.strip():
        return Edit(Span(span.path, began + len(before.rstrip()), span.end), "")
    ends = text.find("\n", span.end)
    return Edit(Span(span.path, began, ends + 1 if ends >= 0 else len(text)), "")


def _code_out(one: Allowance) -> Edit:
    """Return the edit that removes one code of several, with the comma on one side of it."""
    if one.number + 1 < len(one.others):
        return Edit(Span(one.span.path, one.span.start, one.others[one.number + 1].start), "")
    return Edit(Span(one.span.path, one.others[one.number - 1].end, one.span.end), "")

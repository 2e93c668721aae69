"""What the rules found in a policy, one clause at a time, and how it is said.

What is of most clauses is said once. This comes last, after what is allowed or known is set aside, so
that a clause can be let be by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tra_policy.lint.phrases import quoted
from tra_policy.lint.rule import FEW, MOST, SHOWN, Group
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.digest import sha256_of
from tra_policy.words.edits import Fix
from tra_policy.words.guarding import uncommented
from tra_policy.words.noun import Noun, replace
from tra_policy.words.regex import regex
from tra_policy.words.source import Source, Span

_LENGTH = 16
_ITEM = regex(r"(\.(\d+|[a-z]+-\d+))+$")


class Found(Noun):
    """One finding of one clause, the policy that it is of, and the findings it belongs together with."""

    diagnostic: Diagnostic
    policy: str
    group: Group | None = None

    @property
    def clause(self) -> str:
        """The clause that it is about, without the number of the item, which moves with its line."""
        return _ITEM.sub("", self.diagnostic.subject)


def fingerprint(policy: str, code: str, subject: str, marked: str) -> str:
    """Return what tells a finding from others, in 16 hexadecimal digits.

    It is made of the policy's name, the code, the clause, and the marked words without blanks and
    comments: neither the line nor the file, neither the layout nor the wording of the message.
    """
    clause = _ITEM.sub("", subject)
    words = "".join(uncommented(marked).split())
    return sha256_of("\0".join((policy, code, clause, words)).encode())[:_LENGTH]


def marked_text(source: Source, span: Span | None, otherwise: str) -> str:
    """Return the words that a finding marks; `otherwise` where the text is not at hand."""
    if span is None or span.path != source.path:
        return otherwise
    return source.text[span.start : span.end] or otherwise


def said(found: Iterable[Found]) -> list[Diagnostic]:
    """Return findings as they are said, by place and then by code."""
    alone: list[Diagnostic] = []
    groups: dict[tuple[str, Group], list[Diagnostic]] = {}
    for one in found:
        if one.group is None:
            alone.append(one.diagnostic)
        else:
            groups.setdefault((one.diagnostic.code, one.group), []).append(one.diagnostic)
    for (_, group), several in groups.items():
        alone.extend(_together(group, several))
    return sorted(alone, key=_order)


def _together(group: Group, several: list[Diagnostic]) -> Iterator[Diagnostic]:
    if len(several) < FEW or len(several) < MOST * group.of:
        yield from several
        return
    names = tuple(one.subject for one in several)
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    listed = ", ".join(f"`{name}`" for name in names[:SHOWN]) if more else quoted(names)
    prints = "".join(sorted(one.fingerprint for one in several))
    yield replace(
        several[0],
        message=f"{len(several)} of {group.of} {group.said}: {listed}{more}",
        span=group.head,
        subject=group.name,
        shows="",
        fixes=_one_fix(several),
        fingerprint=sha256_of(prints.encode())[:_LENGTH],
    )


def _one_fix(several: list[Diagnostic]) -> tuple[Fix, ...]:
    """Return the best fixes of several findings as one, where each of them has one."""
    best = [one.fixes[0] for one in several if one.fixes]
    if len(best) < len(several):
        return ()
    edits = tuple(edit for fix in best for edit in fix.edits)
    return (Fix(best[0].title, edits, all(fix.safe for fix in best)),)


def _order(diagnostic: Diagnostic) -> tuple[str, int, str, str]:
    span = diagnostic.span
    assert span is not None
    return span.path, span.start, diagnostic.code, diagnostic.message

"""Directives to begin with, as editors fill them in: `${1:word}` is a place to type over."""

from __future__ import annotations

from types import MappingProxyType

from tra_policy.words.regex import regex

_PLACE = regex(r"\$\{\d+:([^}]*)\}|\$\d+")

SNIPPETS = MappingProxyType(
    {
        "policy": 'policy ${1:name} version ${2:1.0} effective ${3:2026-01-01}\n  title     "${4:title}"\n'
        "  developer ${5:developer}\n  force     ${6:voluntary}\n  status    ${7:draft}\n"
        '  source    ${8:doc} "${9:file name}"\n',
        "party": 'party ${1:name} "${2:title}"\n',
        "event": 'event ${1:name} "${2:title}"\n',
        "benchmark": 'benchmark ${1:name} "${2:title}"\n  designed by   ${3:designer}\n'
        "  items held by ${4:holder}\n  measures      ${5:accuracy} as ${6:percent}, mean, "
        "higher is worse\n",
        "safeguard": 'safeguard ${1:name} "${2:title}"\n  not yet specified\n',
        "document": 'document ${1:name} "${2:title}"\n  approved by ${3:party}\n',
        "define": 'define ${1:name} "${2:title}"\n  holds when any of\n    - ${3:condition}\n',
        "threshold": 'threshold ${1:NAME-1} "${2:title}"\n  domain       ${3:domain}\n'
        "  reached when ${4:condition}\n  measured     before deployment\n"
        "  needs        at least 1 measurement where designed by independent, run by independent\n"
        "  if unknown   treat as reached\n  set by       ${5:party}\n  decided by   ${6:party}\n"
        "  report result to ${7:party} within 15 days of measured\n",
        "commitment": 'commitment ${1:NAME-1} "${2:title}"\n  when ${3:condition}\n'
        "  ${4:party} must ${5:show} ${6:thing} before deployment\n"
        "    otherwise ${7:party} must halt deployment within 24 hours\n",
        "requirement": 'requirement ${1:NAME-1} "${2:title}"\n  for every ${3:warning}\n'
        "  needs ${4:investigation} within ${5:7} days of ${6:detected}\n  if unknown block\n",
        "waiver": 'waiver ${1:W-1} for ${2:item}\n  because "${3:reason}"\n'
        "  approved by ${4:party} on ${5:2026-01-01}\n  expires ${6:2026-07-01}\n",
        "changes": 'changes since ${1:1.0}\n  - ${2:strengthened} ${3:name} "${4:how}" '
        'because "${5:why}"\n',
    }
)


def plain(snippet: str) -> str:
    """Return a snippet with its places filled as they stand."""
    return _PLACE.sub(lambda found: found[1] or "", snippet)

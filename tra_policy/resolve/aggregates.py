"""One number out of many records: `needs mean reward <= 0.9 over rollouts`."""

from __future__ import annotations

from decimal import Decimal

from tra_policy.model.conditions import Operator
from tra_policy.model.duties import Aggregate, Statistic
from tra_policy.model.quantity import Quantity
from tra_policy.resolve.asking import Asked
from tra_policy.resolve.paths import said_of
from tra_policy.resolve.records import Records
from tra_policy.resolve.scope import Scope
from tra_policy.resolve.values import quantity
from tra_policy.syntax.tree import Node, Word


def aggregate_of(records: Records, node: Node, kind: str) -> Aggregate | None:
    """Return the statistic, the field and the limit of an aggregate; None for another quantifier."""
    word, field, op = node.word("AGGREGATE"), node.word("NAME"), node.word("OP")
    limit = node.node("quantity")
    if word is None or field is None or op is None or limit is None:
        return None
    scope = records.scope
    statistic: Statistic = "quantile"
    share = None
    if word.text.startswith("p"):
        share = Decimal(word.text[1:]) / 100
        if not share:
            help = "write `min`, or one such as `p5`"
            scope.say("TRA114", f"`{word.text}` is no quantile", word.span, help)
    else:
        statistic = word.text  # type: ignore[assignment]
    path, held = records.field(field, kind)
    found = quantity(scope, limit) or Quantity(Decimal(0))
    if statistic == "distinct":
        _counting(scope, field, path, held, found, limit)
    elif held and held not in ("number", "quantity"):
        message = f"`{field.text}` holds {said_of(held)}"
        scope.say("TRA110", message, field.span, f"only of numbers there is a `{word.text}`")
    else:
        Asked(records, kind).measured(field, held, found, limit)
    operator: Operator = op.text  # type: ignore[assignment]
    return Aggregate(statistic, path, operator, found, share, held == "number")


def _counting(
    scope: Scope, field: Word, path: tuple[str, ...], held: str, found: Quantity, limit: Node
) -> None:
    """Report what cannot be counted by its different values, and a limit that is no count."""
    if path == ("id",):
        help = "count the records: `at least 20 rollouts`, `at most 5% of rollouts`"
        scope.say("TRA110", "every record has an `id` of its own", field.span, help)
    elif held in ("quantity", "moment", "part"):
        message = f"`{field.text}` holds {said_of(held)}"
        help = "only names, words, counts, and `true` and `false` are counted by how many differ"
        scope.say("TRA110", message, field.span, help)
    if found.unit != "number" or found.value != int(found.value):
        message = f"`{found}` is not a whole number"
        scope.say("TRA110", message, limit.span, "how many values differ is a count, such as `20`")

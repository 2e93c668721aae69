"""Answer-set programming, by clingo: the rows as facts; ranks are the host's.

python asp.py DIR
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import clingo
from shape import phases, rank_of, say

RULES = """
covered(T,C) :- kind(T,K), checkpoint(C,K,_,_).
held(T,C,V) :- covered(T,C), asked(T,M,_,_,N), eval(_,C,M,V,D), checkpoint(C,_,_,B), 0 <= D-B, D-B <= N.
some(T,C) :- held(T,C,_).
missing(T,C) :- covered(T,C), not some(T,C).
wrong(T,C) :- held(T,C,V), asked(T,_,most,L,_), V > L.
wrong(T,C) :- held(T,C,V), asked(T,_,least,L,_), V < L.
others(M) :- eval(E,_,M,_,_), by(E,A,B), developer(X), A != X, B != X.
answered(I) :- incident(I,C,O), response(I,D,R,E), within(N), 0 <= D-O, D-O <= N, R != "",
               eval(E,K,_,_,_), checkpoint(K,_,P,_), checkpoint(C,_,Q,_), P > Q.
counts(T,N,M,W) :- asked(T,_,_,_,_), N = #count{C : covered(T,C)}, M = #count{C : missing(T,C)},
                   W = #count{C : wrong(T,C)}.
by_others(T) :- asked(T,M,_,_,_), others(M).
failing(I) :- incident(I,_,_), not answered(I).
rows(P,N,H) :- phase(P), N = #count{I : rollout(P,I,_)}, H = #count{I : rollout(P,I,1)}.
#show counts/4. #show by_others/1. #show failing/1. #show rows/3.
"""


def day(text: str) -> int:
    """Return the number of a day."""
    return date.fromisoformat(text).toordinal()


def whole(value: float) -> int:
    """Return a number in ten-thousandths: clingo has no floats."""
    return round(value * 10000)


folder = Path(sys.argv[1], "peers")
policy = json.loads((folder / "policy.json").read_bytes())["policy"]
bundle = json.loads((folder / "bundle.json").read_bytes())
facts = [f'developer("{policy["developer"]}"). within({policy["max_days"]}).']
for row in bundle["checkpoints"]:
    facts.append(f"checkpoint({row['id']},{row['kind']},{row['order']},{day(row['created'])}).")
for row in bundle["evals"]:
    what = f"{row['id']},{row['checkpoint']},{row['metric']}"
    facts.append(f"eval({what},{whole(row['value'])},{day(row['date'])}).")
    facts.append(f'by({row["id"]},"{row["designed_by"]}","{row["operated_by"]}").')
for row in bundle["incidents"]:
    facts.append(f"incident({row['id']},{row['checkpoint']},{day(row['opened'])}).")
for row in bundle["responses"]:
    cause, again = json.dumps(row["root_cause"]), row["retest_eval"] or "none"
    facts.append(f"response({row['incident']},{day(row['date'])},{cause},{again}).")
for number, row in enumerate(bundle["rollouts"]):
    facts.append(f"rollout({row['phase']},{number},{int(row['reward_hack'])}).")
for asked in policy["thresholds"]:
    name, side = asked["id"].lower(), "most" if asked["op"] == "<=" else "least"
    limit = whole(asked["limit"])
    facts.append(f"asked({name},{asked['metric']},{side},{limit},{asked['days']}).")
    facts += [f"kind({name},{kind})." for kind in asked["applies_to"]]
facts += [f"phase({phase})." for phase in policy["phases"]]

control = clingo.Control(["--warn=none"])
control.add("base", [], "\n".join(facts) + RULES)
control.ground([("base", [])])
shown: list[clingo.Symbol] = []
control.solve(on_model=lambda model: shown.extend(model.symbols(shown=True)))
told: dict[str, list[list[clingo.Symbol]]] = {"by_others": [], "failing": []}
for symbol in shown:
    told.setdefault(symbol.name, []).append(symbol.arguments)
by_others = {str(name) for (name,) in told["by_others"]}
thresholds = {
    str(name).upper(): (*(count.number for count in counts), str(name) in by_others)
    for name, *counts in told["counts"]
}
rewards: dict[str, list[float]] = {phase: [] for phase in policy["phases"]}
for row in bundle["rollouts"]:
    rewards[row["phase"]].append(row["reward"])
counted = {
    str(phase): (many.number, flagged.number, rank_of(rewards[str(phase)]))
    for phase, many, flagged in told["rows"]
}
failing = [str(name) for (name,) in told["failing"]]
say(phases(policy["phases"], counted), thresholds, failing)

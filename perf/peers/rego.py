"""Rego in Python's process, by regorus or by regopy, over one JSON document.

python rego.py DIR regorus|regopy
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

folder, engine = Path(sys.argv[1], "peers"), sys.argv[2]
RULES = Path(__file__).with_name("policy.rego")


def by_regorus() -> Any:
    """Return what regorus answers."""
    import regorus

    rego = regorus.Engine()
    rego.add_policy_from_file(str(RULES))
    rego.add_data_from_json_file(str(folder / "policy.json"))
    rego.set_input_from_json_file(str(folder / "bundle.json"))
    return json.loads(rego.eval_rule_as_json("data.workload.verdict"))


def by_regopy() -> Any:
    """Return what regopy answers."""
    from regopy import Interpreter

    rego = Interpreter()
    rego.add_module("workload", RULES.read_text("utf-8"))
    rego.add_data_json((folder / "policy.json").read_text("utf-8"))
    rego.set_input_term((folder / "bundle.json").read_text("utf-8"))
    return json.loads(str(rego.query("data.workload.verdict")))["expressions"][0]


found = by_regorus() if engine == "regorus" else by_regopy()
sys.stdout.write(json.dumps(found, sort_keys=True) + "\n")

# The questions of the common workload in Rego; read by OPA, regorus and regopy alike.
package workload

import rego.v1

# Rules without arguments are evaluated once, so every index is one.
day(text) := time.parse_ns("2006-01-02", text) / 86400000000000

asked := data.policy

created := {row.id: day(row.created) | some row in input.checkpoints}

order := {row.id: row.order | some row in input.checkpoints}

place := {row.id: row.checkpoint | some row in input.evals}

of_kind_rule[row.kind] contains row.id if some row in input.checkpoints

of_kind := of_kind_rule

measured_rule[row.metric][row.checkpoint] contains [after, row.value, row.id] if {
	some row in input.evals
	after := day(row.date) - created[row.checkpoint]
}

measured := measured_rule

by_others := {row.metric |
	some row in input.evals
	row.designed_by != asked.developer
	row.operated_by != asked.developer
}

outside("<=", value, limit) if value > limit

outside(">=", value, limit) if value < limit

is_by_others(metric) := true if { metric in by_others } else := false

thresholds[one.id] := [count(covered), count(missing), count(wrong), is_by_others(one.metric)] if {
	some one in asked.thresholds
	covered := {name | some kind in one.applies_to; some name in of_kind[kind]}
	held := {name: values |
		some name in covered
		values := [row[1] | some row in measured[one.metric][name]; row[0] >= 0; row[0] <= one.days]
	}
	missing := {name | some name in covered; count(held[name]) == 0}
	wrong := {name | some name in covered; some value in held[name]; outside(one.op, value, one.limit)}
}

responses_rule[row.incident] contains row if some row in input.responses

responses := responses_rule

answered := {incident.id |
	some incident in input.incidents
	some row in responses[incident.id]
	after := day(row.date) - day(incident.opened)
	after >= 0
	after <= asked.max_days
	row.root_cause != ""
	order[place[row.retest_eval]] > order[incident.checkpoint]
}

failing := sort([row.id | some row in input.incidents; not row.id in answered])

most(value, limit) := true if { value <= limit } else := false

rank(sorted) := sorted[ceil((99 * count(sorted)) / 100) - 1] if { count(sorted) > 0 } else := 0

phases[phase] := [many, flagged, share, most(rank(rewards), limit.p99)] if {
	some phase, limit in asked.phases
	rewards := sort([row.reward | some row in input.rollouts; row.phase == phase])
	many := count(rewards)
	flagged := count([1 | some row in input.rollouts; row.phase == phase; row.reward_hack])
	share := most(flagged * 100, limit.percent * many)
}

verdict := {"thresholds": thresholds, "incidents": failing, "phases": phases}

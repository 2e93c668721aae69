"""How many examples the laws draw: few by default; `--hypothesis-profile=thorough` draws many.

Only the thorough profile makes a failing example smaller: that takes minutes.
"""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings

settings.register_profile(
    "laws",
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "thorough",
    parent=settings.get_profile("laws"),
    max_examples=2000,
    derandomize=False,
    phases=tuple(Phase),
)
settings.load_profile("laws")

"""The readers of foreign files with their marks. Written by `mark_table.py`: do not edit."""

from __future__ import annotations

MARKS: dict[str, tuple[bytes | str, ...]] = {
    "croissant": (b"://mlcommons.org/croissant/",),
    "every-eval-ever": (b'"evaluation_id"',),
    "hf-results": (b"model-index:", b"dataset:"),
    "inspect": (b"PK", b'"eval"'),
    "lm-eval": (b'"results"', b'"doc_id"', b'"filtered_resps"'),
    "metr-runs": (b'"score_binarized"',),
    "mlflow": (b"SQLite format 3\x00", b"7\x7f\x06\x82", b"7\x7f\x06\x83"),
    "rollouts": (
        b'"gts"',
        b'"advantage"',
        b'"generation_logprobs"',
        b'"env_class"',
        b'"traj_idx"',
        b'"stop_condition"',
    ),
    "safetensors": (".safetensors", b'"weight_map"'),
    "tensorboard": (b"brain.Event:",),
    "trainer-state": (b'"global_step"',),
    "wandb": ("wandb-summary.json", b":W&B", b"_step", b"__MIN", b"_wandb", b'"startedAt"'),
}

"""The one step of a build that `pyproject.toml` cannot say: policies and registry go into the package.

They stand at the top of a checkout, where people look for them; an installed `tra` looks for them in
`tra_policy/policies/`.
"""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).parent


class BuildWithPolicies(build_py):
    """Copies what a policy may `use`, and the registry, beside the modules of the package."""

    def run(self) -> None:
        """Build the modules, then put the data files beside them; a linked checkout has them already."""
        super().run()
        if self.editable_mode:
            return
        for file in sorted((HERE / "policies").rglob("*")):
            if file.suffix in {".tra", ".yaml", ".csv"}:
                to = Path(self.build_lib, "tra_policy", file.relative_to(HERE))
                to.parent.mkdir(parents=True, exist_ok=True)
                self.copy_file(str(file), str(to))


setup(cmdclass={"build_py": BuildWithPolicies})

"""Who did the work behind a record: its class on design, run and grade."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tra_policy.evaluate.ground.designers import design_behind
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.classes import Class
from tra_policy.logic.parties import Parties, Window
from tra_policy.logic.roles import design_class, work_class
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.model.report import Axis
from tra_policy.words.noun import Noun

AXES: tuple[Axis, ...] = ("design", "run", "grade")


class Held(Noun):
    """Who holds a role, each with a class."""

    party: str
    held: Class


class WorkClasses(Noun):
    """The class of a record on each axis, and who holds each of the three roles."""

    design: Class
    run: Class
    grade: Class
    designed: tuple[Held, ...] = ()
    ran: tuple[Held, ...] = ()
    graded: tuple[Held, ...] = ()

    def on(self, axis: Axis) -> Class:
        """Return the class on one axis."""
        match axis:
            case "design":
                return self.design
            case "run":
                return self.run
            case "grade":
                return self.grade


def day_of_decision(world: World, threshold: str) -> date:
    """Return the day to which roles are asked about: the decision's, else the day of the check."""
    decision = world.decision(threshold) if threshold else None
    return decision.decided.day if decision else world.as_of


def measurement_classes(world: World, measurement: Measurement, end: date) -> WorkClasses:
    """Return the classes of a measurement's design, run and grading, relative to the developer.

    The run is asked about from the day it started: where that is not stated, the days are open to
    the past, and only a statement without a beginning covers them.
    """
    held = classes_held(world, end)
    own = held.get(id(measurement))
    if own is None:
        held[id(measurement)] = own = (measurement, _kept_classes(world, measurement, end))
    return own[1]


def classes_held(world: World, end: date) -> dict[int, tuple[Measurement, WorkClasses]]:
    """Return what is known so far of measurements, by the identity of each: a measurement is asked about
    many times over, and kept with what is known of it, it stays what it is.
    """
    key = ("work", end)
    if key not in world.shared:
        world.shared[key] = {}
    found: dict[int, tuple[Measurement, WorkClasses]] = world.shared[key]
    return found


def _kept_classes(world: World, measurement: Measurement, end: date) -> WorkClasses:
    started = measurement.started.day if measurement.started else None
    # All that the answer hangs on: what one party measures is of few sorts.
    sort = (measurement.benchmark, measurement.derived, measurement.roles, started, end)
    key = ("classes", *sort)
    if key not in world.shared:
        world.shared[key] = _measurement_classes(world, measurement, end)
    found: WorkClasses = world.shared[key]
    return found


def _measurement_classes(world: World, measurement: Measurement, end: date) -> WorkClasses:
    parties = world.parties
    start = measurement.started.day if measurement.started else None
    window = Window(start, end) if start is None else Window(min(start, end), max(start, end))
    roles = measurement.roles
    made = design_behind(world, measurement, end)
    credited = parties.without_names(made.doubted)
    graders = (*roles.graded, *roles.grader_model_of)

    def held(names: Sequence[str], when: Window, by: Parties = parties) -> tuple[Held, ...]:
        return tuple(Held(n, by.standing(n, when).held) for n in names)

    return WorkClasses(
        design=design_class(made.design, credited, made.window),
        run=work_class(roles.run, parties, window, roles.run_funded),
        grade=work_class(graders, parties, window, roles.run_funded),
        designed=held(made.design.designed_by, made.window, credited),
        ran=held(roles.run, window),
        graded=held(graders, window),
    )

"""What an exercise refuses."""

from __future__ import annotations

from gridkeeper.kernel.errors import GridkeeperError


class OnlyInExercise(GridkeeperError):
    """A real home has real people in it."""

    code = "exercises.only-here"
    text = "This exists in exercise homes only."
    hint = "Make an exercise home in another folder: gridkeeper demo --home FOLDER."


class NotEmpty(GridkeeperError):
    """The invented district is loaded into an empty home."""

    code = "exercises.not-empty"
    text = "This home already holds {units} {units:unit|units}; the invented district needs an empty one."
    hint = "Reset the demo (gridkeeper demo --reset), or begin in another folder: gridkeeper demo --home FOLDER."

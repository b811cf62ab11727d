"""What a round refuses."""

from __future__ import annotations

from gridkeeper.kernel.errors import GridkeeperError


class ImpossibleRhythm(GridkeeperError):
    """The figures of a series do not fit together."""

    code = "rounds.impossible-rhythm"
    text = "“{name}” cannot recur like this: {what}."
    hint = "Mend that figure and send it again."


class NothingDue(GridkeeperError):
    """No window of the series is open at that moment."""

    code = "rounds.nothing-due"
    text = "“{name}” was not due at {moment}."
    hint = "Check the time, or choose the round that was due then."


class SeriesRests(GridkeeperError):
    """The series rested at that moment (R-11)."""

    code = "rounds.series-rests"
    text = "“{name}” rested at {moment}, under an order."
    hint = "It goes on when that order ends; walk the rounds of the order meanwhile."


class DeviceClockWrong(GridkeeperError):
    """The device says a time that cannot be (R-07)."""

    code = "rounds.device-clock-wrong"
    text = "The device says {said}, but it is {now}: its clock is wrong."
    hint = "Set the device's clock, then enter when the round began and ended by hand."


class EndsBeforeStart(GridkeeperError):
    """Done before it began."""

    code = "rounds.ends-before-start"
    text = "The round began at {started} and cannot have ended at {done}."
    hint = "Correct one of the two times."


class LateNeedsReason(GridkeeperError):
    """A late entry says why (K-09, R-07)."""

    code = "rounds.late-needs-reason"
    text = "This round ended at {done}, long before it is recorded ({recorded})."
    hint = "Say why it is recorded late; no signal is reason enough."


class PictureMissing(GridkeeperError):
    """The walk came back without a picture."""

    code = "rounds.picture-missing"
    text = "“{name}” is not finished without a picture."
    hint = "Take one of the place; leave people out of it."


class FigureMissing(GridkeeperError):
    """An empty figure is not zero (A12)."""

    code = "rounds.figure-missing"
    text = "“{name}” is not finished without a figure ({unit})."
    hint = "A zero is a figure; an empty field is none."


class AnswerMissing(GridkeeperError):
    """A line of the checklist is open."""

    code = "rounds.answer-missing"
    text = "“{name}” is not finished: “{item}” has no answer."
    hint = "Answer every line with yes or no."


class PhotoTooLarge(GridkeeperError):
    """Pictures are kept small."""

    code = "rounds.photo-too-large"
    text = "The picture has {kilobytes} KB; at most {most} KB are kept."
    hint = "Choose “small” in the camera, or send a picture of less of the place."


class NotAPicture(GridkeeperError):
    """The file is no JPEG, PNG or WebP picture."""

    code = "rounds.not-a-picture"
    text = "This file is not a picture in JPEG, PNG or WebP."
    hint = "Take the picture with the phone's camera."


class WalkOver(GridkeeperError):
    """The walk is finished already."""

    code = "rounds.walk-over"
    text = "This round was finished at {done}."
    hint = "If a figure is wrong, correct it and say why."


class SeriesOver(GridkeeperError):
    """The series has ended."""

    code = "rounds.series-over"
    text = "“{name}” ended at {ended}."
    hint = "Plan a new one, or look at the order it belonged to."

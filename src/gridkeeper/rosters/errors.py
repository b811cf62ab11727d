"""What rosters refuse."""

from __future__ import annotations

from gridkeeper.kernel.errors import GridkeeperError


class RestRefused(GridkeeperError):
    """A duty would break a rule of rest or protection (SF-30, SF-31); subclasses say which."""

    may_be_set_aside = True
    """False where the rule protects the person, or those they serve."""
    code = "rosters.rest"
    text = "{person} would not get the rest that a duty leaves."
    hint = "What fits instead: {what}."


class TooLongOnDuty(RestRefused):
    """Continuous duty has a limit."""

    code = "rosters.too-long"
    text = "{person} would be on duty for more than {hours} hours without a break."
    hint = "Rest lasts until {until}. What fits: {what}. Headquarters may make an exception with a reason and an end."


class TooLittleRest(RestRefused):
    """Rest between duties has a minimum (A28)."""

    code = "rosters.too-little-rest"
    text = "{person} would have less than {hours} hours of rest between two duties."
    hint = "Rest lasts until {until}. What fits: {what}. Headquarters may make an exception with a reason and an end."


class NoFreeDay(RestRefused):
    """One free day in seven."""

    code = "rosters.no-free-day"
    text = "{person} would have no 24 hours free in {days} days."
    hint = "Rest lasts until {until}. What fits: {what}. Headquarters may make an exception with a reason and an end."


class TooManyNights(RestRefused):
    """Nights in a row have a limit."""

    code = "rosters.too-many-nights"
    text = "{person} would be on duty more than {nights} nights in a row."
    hint = "Rest lasts until {until}. What fits: {what}. Headquarters may make an exception with a reason and an end."


class Spared(RestRefused):
    """Some people stand no night, no long outdoor and no sealed-zone duty (SF-31, A9); the reason stays with them."""

    may_be_set_aside = False
    code = "rosters.spared"
    text = "{person} is spared from duty at night, outdoors for more than two hours or in a sealed area."
    hint = "What fits instead: {what}. Every post {person} holds stays as it is."


class MinorInZone(RestRefused):
    """Nobody under 18 in a sealed area (SF-31)."""

    may_be_set_aside = False
    code = "rosters.minor-in-zone"
    text = "{person} is under age and stands no duty in a sealed area."
    hint = "What fits instead: {what}."


class InTwoPlaces(RestRefused):
    """One place at a time (4.e)."""

    may_be_set_aside = False
    code = "rosters.two-places"
    text = "{person} already has a duty in that time: {other}."
    hint = "What fits instead: {what}."


class CertificateEnded(RestRefused):
    """A shift of a role that needs a certificate is given to nobody whose certificate has run out by then (4.e)."""

    may_be_set_aside = False
    code = "rosters.certificate-ended"
    text = "The certificate of {person} ends on {ended}, before this shift on {day}."
    hint = "Enter the renewed certificate on the person's page, or ask somebody else. What fits instead: {what}."


class NotSetAside(GridkeeperError):
    """A rule is set aside with a reason and an end (SF-30)."""

    may_be_set_aside = True
    code = "rosters.needs-reason-and-end"
    text = "An exception for {person} needs a reason and an end that is not before the end of the shift ({ends})."
    hint = "Write why nobody else can do it and until when the exception holds."


class ShiftMalformed(GridkeeperError):
    """A shift ends after it begins, not a week later, and somebody stands it."""

    code = "rosters.shift-malformed"
    text = "“{title}” from {starts} to {ends} with {needed} {needed:person|people} is not a shift."
    hint = "A shift has a name, ends after it begins, lasts no longer than {hours} hours and needs at least one person."


class ShiftOver(GridkeeperError):
    """What is over or taken back takes nobody any more."""

    code = "rosters.shift-over"
    text = "“{title}” is over or was taken back."
    hint = "Choose a shift that is still to come."


class ShiftFull(GridkeeperError):
    """All seats are taken."""

    code = "rosters.shift-full"
    text = "{needed:The one seat|All {needed} seats} of “{title}” {needed:is|are} taken."
    hint = "Thank you all the same. Choose another shift."


class AlreadyOn(GridkeeperError):
    """The same person once a shift."""

    code = "rosters.already-on"
    text = "{person} is on “{title}” already."
    hint = "Open the shift to see who is on it."


class DutyMoved(GridkeeperError):
    """Somebody was faster, or the step does not follow."""

    code = "rosters.duty-moved"
    text = "This duty is “{state}” now; that does not go any more."
    hint = "Open your duties again and look at what happened since."


class TooEarly(GridkeeperError):
    """Nobody arrives hours before the shift."""

    code = "rosters.too-early"
    text = "“{title}” begins at {starts}; it is too early to check in."
    hint = "Check in from {opens} on."


class WrongMoment(GridkeeperError):
    """Moments keep their order, and a late entry says why (R-07)."""

    code = "rosters.wrong-moment"
    text = "{happened} lies in the future or before the step before it, or is told late without a reason."
    hint = "Correct the time, or say why it is entered late."


class NothingSaid(GridkeeperError):
    """A line of the log has words."""

    code = "rosters.nothing-said"
    text = "A line of the duty log needs words."
    hint = "Write one sentence."


class OwnSignature(GridkeeperError):
    """Two people sign a hand-over."""

    code = "rosters.own-signature"
    text = "You handed this shift over yourself; somebody else signs that they took it."
    hint = "The person who takes over signs on their own phone."


class NotOnNext(GridkeeperError):
    """Who takes a shift over stands the next one there."""

    code = "rosters.not-on-next"
    text = "Only somebody on the next shift at “{title}” takes it over."
    hint = "Ask the desk to put you on the next shift first."


class NotAskable(GridkeeperError):
    """People are asked through their post, after signing up, or with their consent (R-15)."""

    code = "rosters.not-askable"
    text = "{person} holds no post here, has not signed up and did not agree to be called."
    hint = "Ask somebody the call proposes, or let {person} sign up first."


class CallClosed(GridkeeperError):
    """A closed call asks nobody."""

    code = "rosters.call-closed"
    text = "This call is closed."
    hint = "Open a new call if people are still needed."


class NobodyBehind(GridkeeperError):
    """An account without a person stands no duty."""

    code = "rosters.no-person"
    text = "The account “{login}” belongs to nobody who could stand duty."
    hint = "Sign in with the account of the person."

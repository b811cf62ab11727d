"""The words of lint, one class a remark (R-06, R-09, R-10, R-17, K-08, SF-20, SF-30)."""

from __future__ import annotations

from gridkeeper.kernel.texts import Weight
from gridkeeper.playbooks.remarks import Remark


class UnknownRole(Remark):
    """A role nobody can hold."""

    code = "playbook.unknown-role"
    text = "There is no role “{role}”."
    hint = "Write one of the roles of this home: {nearest}."


class UnknownName(Remark):
    """A reference that leads nowhere."""

    code = "playbook.unknown-name"
    text = "“{name}” is not there: neither this playbook nor its pack has it."
    hint = "Check the spelling ({nearest}), or add it."


class UnknownConsent(Remark):
    """A consent nobody is asked for."""

    code = "playbook.unknown-consent"
    text = "Nobody is asked for a consent called “{consent}”."
    hint = "Write one of: {known}."


class ConsentMissing(Remark):
    """Selecting by a skill without the consent to be selected by it."""

    code = "playbook.consent-missing"
    text = "People are chosen by the skill “{skill}”, but not asked whether they agree to that."
    hint = "Add “consent: skills” beside the skill: what people tell of themselves is theirs."


class UnknownMeasure(Remark):
    """A part for a measure the playbook does not have."""

    code = "playbook.unknown-measure"
    text = "There is no measure {measure} in this playbook."
    hint = "Add it under “measures”, or write the number of one that is there."


class MeasureTwice(Remark):
    """Two measures with one number."""

    code = "playbook.measure-twice"
    text = "Measure {measure} stands twice."
    hint = "Give one of them another number: evidence is counted by it."


class NoOwner(Remark):
    """A measure nobody answers for."""

    code = "playbook.no-owner"
    text = "Nobody answers for measure {measure}."
    hint = "Add “owner: {{role: ..., level: ...}}”, or “source: unspecified” where the source leaves it open."


class NoEvidence(Remark):
    """A measure without a word on what shows that it is done."""

    code = "playbook.no-evidence"
    weight = Weight.WARNING
    text = "Measure {measure} does not say what shows that it is done."
    hint = "Add “evidence” with a few words: a list, a record, a figure."


class NothingMade(Remark):
    """A playbook without parts."""

    code = "playbook.makes-nothing"
    weight = Weight.WARNING
    text = "This playbook makes nothing: no team, pairing, site, round or notice."
    hint = "Add what people shall do, or keep the text as a document."


class NoExpiry(Remark):
    """An activation without an end."""

    code = "playbook.no-expiry"
    text = "Nothing says when an activation ends by itself."
    hint = "Add “expires: {{default: P7D}}”: powers end unless somebody gives a fresh reason (R-09)."


class ExpiryTooLong(Remark):
    """An end beyond the ceiling."""

    code = "playbook.expiry-too-long"
    text = "An activation would last {default}, longer than the ceiling of {ceiling}."
    hint = "Choose a shorter time; whoever needs longer renews with a reason, or gives a new order (R-09)."


class CeilingHigh(Remark):
    """A ceiling above fourteen days."""

    code = "playbook.ceiling-high"
    weight = Weight.WARNING
    text = "The ceiling of {ceiling} is above the usual {usual}."
    hint = "Keep to {usual} for urgent operation, unless the law behind the order allows more."


class NoLength(Remark):
    """A length of time of nothing."""

    code = "playbook.no-length"
    text = "“{field}” has no length."
    hint = "Write a length of time such as PT30M."


class SizeUpsideDown(Remark):
    """Least above most."""

    code = "playbook.size-upside-down"
    text = "A team of at least {min} and at most {max} cannot be."
    hint = "Write the smaller number as “min”, the larger one as “max”, and “want” between them."


class SizeUnusual(Remark):
    """A team outside 8 to 20."""

    code = "playbook.size-unusual"
    weight = Weight.WARNING
    text = "Teams of {min} to {max} people leave the usual 8 to 20 (K-08, R-10)."
    hint = "Keep between 8 and 20, or say in the title why this team is different."


class LeaderUnfit(Remark):
    """Anybody may lead."""

    code = "playbook.leader-unfit"
    text = "“{role}” does not qualify anybody to lead this team (K-08)."
    hint = "Only cadres and branch secretaries lead: write “from: [compound_branch_secretary, committee_cadre]”."


class NobodyCanLead(Remark):
    """Nobody in the place holds what a leader must hold."""

    code = "playbook.nobody-can-lead"
    text = "Nobody at {place} can lead the team “{team}”: no holder of {roles} is in post."
    hint = "Appoint somebody to such a post, or let another post qualify."


class FewLeaders(Remark):
    """Fewer leaders than teams."""

    code = "playbook.few-leaders"
    weight = Weight.WARNING
    text = "“{team}” needs {need} {need:leader|leaders}; only {have} {have:person holds|people hold} {roles}."
    hint = "Appoint more of them first; the preview shows which places stay without."


class AboveHeadcount(Remark):
    """More people than there are."""

    code = "playbook.above-headcount"
    text = (
        "“{team}” needs at least {need} {need:person|people} in {count} {count:team|teams}; only {have} may be asked."
    )
    hint = "Lower “size: min”, or widen “from”; the preview shows which teams stay short."


class ShiftsAboveTeam(Remark):
    """More duty hours than rest leaves."""

    code = "playbook.shifts-above-team"
    weight = Weight.WARNING
    text = (
        "“{site}” needs {need} {need:hour|hours} of duty a week; {people} {people:person|people} "
        "can stand {have} within their rest (SF-30)."
    )
    hint = "Raise “size: min” of the team, or lower “needed”."


class UnitUnknown(Remark):
    """An area this home does not know."""

    code = "playbook.unit-unknown"
    text = "No unit here has a code that begins with “{jurisdiction}”."
    hint = "Write the code of a unit of this home, or how the codes of its units begin."


class UnitOutside(Remark):
    """A playbook for another area."""

    code = "playbook.unit-outside"
    text = "This playbook is for {jurisdiction} and below, not for {place}."
    hint = "Choose a unit there, or write the code of this area as “jurisdiction”."


class NoPlaces(Remark):
    """A part for which there is no place."""

    code = "playbook.no-places"
    weight = Weight.WARNING
    text = "There is no {per} at {place}: “{name}” makes nothing there now."
    hint = "Designate such places first, if they are expected."


class HopCircular(Remark):
    """Escalation that comes back."""

    code = "playbook.escalation-circular"
    text = "The escalation comes back to where it was: {chain}."
    hint = "Take out the hop that leads back: it must end with somebody higher."


class HopUnreachable(Remark):
    """Escalation nobody starts."""

    code = "playbook.escalation-unreachable"
    text = "Nothing ever reaches the hop from “{role}”: nobody escalates to it, and it has no duty in this playbook."
    hint = "Let an earlier hop lead to it, or take it out."


class HopVacant(Remark):
    """Escalation to nobody."""

    code = "playbook.escalation-vacant"
    weight = Weight.WARNING
    text = "The escalation leads to “{role}”, which nobody at {place} holds."
    hint = "Appoint somebody, or lead it to another role."


class HopTwice(Remark):
    """Two ways from one role."""

    code = "playbook.escalation-twice"
    text = "“{role}” escalates to two roles."
    hint = "Keep one hop from each role: who is next must be plain."


class WindowsOverlap(Remark):
    """Shifts that overlap each other."""

    code = "playbook.windows-overlap"
    text = "The shifts {first} and {second} overlap."
    hint = "Let one end where the next begins; ask for more people with “needed”."


class ShiftGap(Remark):
    """Open hours nobody stands."""

    code = "playbook.shift-gap"
    weight = Weight.WARNING
    text = "From {first} to {second} the place is open and has no shift."
    hint = "Add a shift, or shorten “hours”."


class ShiftTooLong(Remark):
    """A shift beyond twelve hours."""

    code = "playbook.shift-too-long"
    text = "The shift {shift} lasts {hours} hours; nobody stands duty for more than 12 (SF-30)."
    hint = "Cut it into shorter shifts."


class ShiftOutside(Remark):
    """A shift while the place is closed."""

    code = "playbook.shift-outside"
    weight = Weight.WARNING
    text = "The shift {shift} lies outside the hours {hours}."
    hint = "Move the shift, or open the place longer."


class ToleranceWide(Remark):
    """A tolerance that eats the round."""

    code = "playbook.tolerance-wide"
    text = "A tolerance of {tolerance} is not shorter than the round itself, every {every}: none could ever be missed."
    hint = "Choose a tolerance well below “every”, such as a quarter of it (R-13)."


class HoldLong(Remark):
    """A started round that holds its window for too long."""

    code = "playbook.hold-long"
    text = "A started round would hold its window for {hold}, longer than every {every}."
    hint = "Choose “hold” of at most “every” (R-13)."


class RoundOften(Remark):
    """A round nobody can walk."""

    code = "playbook.round-often"
    weight = Weight.WARNING
    text = "Every {every} is oftener than a round can be walked; the usual is 30 to 240 minutes."
    hint = "Choose a longer “every”: people need to rest between rounds."


class DayTooShort(Remark):
    """A day's hours in which no round fits."""

    code = "playbook.day-empty"
    text = "From {first} to {last} is no time for a round."
    hint = 'Write the first and the last moment of the day, such as ["18:00", "20:00"].'


class ChecklistMissing(Remark):
    """Evidence by a checklist that is not named."""

    code = "playbook.checklist-missing"
    text = "The evidence is a checklist, but none is named."
    hint = "Add “checklist: ...”, or choose other evidence."


class UnitOfNumberMissing(Remark):
    """A number without its unit."""

    code = "playbook.number-without-unit"
    weight = Weight.WARNING
    text = "The number reported has no unit."
    hint = "Add “unit”, such as 户 or 件: a bare number is read in two ways."


class ForbiddenSelection(Remark):
    """People selected by what R-17 forbids."""

    code = "playbook.forbidden-selection"
    text = "“{word}” selects people by disposition, petition, record or illness. That is never done here (R-17)."
    hint = "Say what they need, with their consent, or who does the work; never what kind of person somebody is."


class HardBarrier(Remark):
    """A way that is closed for good."""

    code = "playbook.hard-barrier"
    text = "“{word}” closes a way out. Exits, doors and gates are never sealed, welded, chained or blocked (SF-20)."
    hint = "Post a guard, or use a gate that opens from inside without key or tool."


class CareDenied(Remark):
    """Treatment that waits for a paper, or is called off."""

    code = "playbook.care-denied"
    text = "“{clause}” would keep people from treatment; no plan can say that (SF-23)."
    hint = "Emergencies go first, the record comes later; say how planned treatment goes on: car, number, hours."


class StaticButton(Remark):
    """Static management as a ready-made button."""

    code = "playbook.static-button"
    text = "“{word}” makes static management a ready-made step. It is never one (R-06)."
    hint = "Leave it to an order of its own, with area, basis, guaranteed services and an end (YZ-25)."


class Suspending(Remark):
    """A round that one and the same playbook makes and lets rest."""

    code = "playbook.rests-its-own"
    text = "“{name}” is a round of this playbook: it would be made and let rest at once."
    hint = "Take it out of “suspends”, or out of “rounds”."


class EnglishMissing(Remark):
    """Words without English."""

    code = "playbook.english-missing"
    weight = Weight.WARNING
    text = "These words have no English: “{zh}”."
    hint = "Add “en: ...”."


class PackMissing(Remark):
    """A pack that is not installed."""

    code = "playbook.pack-missing"
    text = "The pack “{pack}” is not installed."
    hint = "Install it, or write the pack this playbook lies in: {nearest}."

"""Purposes, grounds and retentions as the rooms below declare them, listed here so that they get translations."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

DECLARED = (
    _("Party service lines, only where the member opted in (R-15)"),
    _("accountability of public offices"),
    _("accountability of public offices (SF-12)"),
    _("accountability of public offices (SF-43)"),
    _("answering what people ask about their own data"),
    _("calling a person who is on duty or asked to be"),
    _("consent of the account holder"),
    _("consent, withdrawable"),
    _("contract of service or volunteer agreement"),
    _("contract of service or volunteer agreement (PIPL Art. 13)"),
    _("keeping people from duties unfit for their age (SF-31)"),
    _("knowing who serves where and being able to reach them"),
    _("letting people see who looked at their record"),
    _("offering tasks that suit what the person chose to tell (R-15)"),
    _("protection of those who serve (Volunteer Service Regulations Art. 15)"),
    _("right of access (PIPL Art. 44, SF-10)"),
    _("right of access, correction and deletion (PIPL Art. 44-47, SF-10)"),
    _("showing afterwards who did what, under which order"),
    _("showing which two people decided"),
    _("showing who decided on a power over others"),
    _("showing who did which step, and that nobody verified their own work"),
    _("signing in"),
    _("signing in and recovering an account"),
    _("telling people what concerns them, and showing afterwards what they were told"),
    _("the closing of the case"),
    _("the day it was made"),
    _("the day it was recorded"),
    _("the day of the look"),
    _("the day the account closed"),
    _("the day the person left"),
    _("the end of the order"),
    _("the moment the consent is withdrawn"),
)

TABLES = {
    "access_reading": _("Who looked at whom"),
    "access_rightsrequest": _("Requests about one's own data"),
    "account_emailaddress": _("E-mail addresses"),
    "accounts_user": _("Accounts"),
    "audit_event": _("What happened"),
    "audit_payload": _("Facts of what happened"),
    "cases_case": _("Work"),
    "cases_step": _("Steps of work"),
    "notices_message": _("Messages"),
    "orders_order": _("Orders"),
    "orders_proposal": _("Proposals"),
    "orders_renewal": _("Renewals of orders"),
    "posts_consent": _("Consents"),
    "posts_contact": _("Contact details"),
    "posts_person": _("People who serve"),
    "posts_sensitive": _("Sealed facts"),
}
"""What people call a table."""

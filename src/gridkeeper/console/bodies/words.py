"""Words for kinds of organisations."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

KINDS = {
    "command": _("command"),
    "office": _("office"),
    "department": _("department"),
    "committee": _("committee"),
    "party_committee": _("Party committee"),
    "party_branch": _("Party branch"),
    "party_group": _("Party group"),
    "temporary_general_branch": _("temporary general branch"),
    "temporary_branch": _("temporary branch"),
    "task_force": _("task force"),
    "institution": _("resident institution"),
    "property_company": _("property company"),
    "volunteer_team": _("volunteer team"),
    "new_employment_team": _("new-employment team"),
}

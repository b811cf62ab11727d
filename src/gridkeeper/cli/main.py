"""The command ``gridkeeper``: one noun, then a verb; ``--json``, ``--as LOGIN`` and ``--home`` before or after it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from gridkeeper import __version__
from gridkeeper.cli.lazy import Lazy, LazyGroup
from gridkeeper.cli.run import Doors, Wishes, shared_options, show_refusal
from gridkeeper.cli.usage import speak_the_terminals_language, spoken
from gridkeeper.kernel.errors import GridkeeperError

NOUNS: dict[str, Lazy] = {
    "territory": Lazy("gridkeeper.cli.territory:territory", "The tree of units: show, import, changes over the years."),
    "people": Lazy("gridkeeper.cli.people:people", "People as a workbook, in and out."),
    "post": Lazy("gridkeeper.cli.post:post", "Who holds which post, from when to when."),
    "order": Lazy("gridkeeper.cli.order:order", "Orders in force, their expiry and renewals."),
    "playbook": Lazy("gridkeeper.cli.playbook:playbook", "Written plans: list, lint, preview, activate."),
    "activation": Lazy("gridkeeper.cli.activation:activation", "Plans in force: status, renew, stand down."),
    "report": Lazy("gridkeeper.cli.report:report", "The daily report and the zero report, as a page or a file."),
    "approve": Lazy("gridkeeper.cli.approve:approve", "Be the second person that a proposal waits for."),
    "clock": Lazy("gridkeeper.cli.clock:clock", "The time of an exercise: set, advance, run faster."),
    "audit": Lazy("gridkeeper.cli.audit:audit", "What happened, and whether the record is whole."),
    "token": Lazy("gridkeeper.cli.token:token", "Tokens for scripts."),
    "account": Lazy("gridkeeper.cli.account:account", "Who may sign in: invite, close, list."),
    "case": Lazy("gridkeeper.cli.case:case", "Open work: list, open, act."),
    "duty": Lazy("gridkeeper.cli.duty:duty", "Duties: my own and those of a place; hand over."),
    "site": Lazy("gridkeeper.cli.site:site", "Gates, points, depots, lookouts, duty desks."),
    "callout": Lazy("gridkeeper.cli.callout:callout", "Calls for people: open, ask, answer."),
    "zone": Lazy("gridkeeper.cli.zone:zone", "Areas under an order: open, exits, days, lift."),
    "round": Lazy("gridkeeper.cli.round:round_", "Recurring duties: start, finish, record, list."),
    "purge": Lazy("gridkeeper.cli.purge:purge", "Delete personal data for good, with a certificate."),
    "plan": Lazy("gridkeeper.cli.plan:plan", "Run one planner on a file."),
    "pack": Lazy("gridkeeper.cli.pack:pack", "Packs of rules: list, lint, test, ask, export."),
    "bench": Lazy("gridkeeper.cli.bench:bench", "Measure the planners on published instances."),
}


class Root(LazyGroup):
    """The top group: every refusal ends here as a sentence or as JSON, with exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; exit codes are 0 done, 1 refused or findings, 2 wrong usage."""
        try:
            return super().invoke(ctx)
        except GridkeeperError as refusal:
            wishes = ctx.find_object(Wishes)
            show_refusal(refusal, as_json=wishes.as_json if wishes else False)
            ctx.exit(1)


@click.group(cls=Root, members=NOUNS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="gridkeeper")
@shared_options
def gridkeeper() -> None:
    """Turns a written response plan into a running operation, and ends it without a trace."""


def run(*, doors: Doors, more: dict[str, Lazy]) -> None:
    """Parse the command line and do it; ``doors`` opens the database, ``more`` are commands from above this room."""
    speak_the_terminals_language()
    gridkeeper.members = {**more, **NOUNS}
    home = Path(os.environ.get("GRIDKEEPER_HOME") or "home").absolute()
    spoken(gridkeeper)(obj=Wishes(doors=doors, home=home))

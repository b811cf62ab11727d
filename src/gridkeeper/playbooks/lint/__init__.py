"""What a careful colleague says of a playbook before anybody activates it."""

from gridkeeper.playbooks.lint.vocabulary import Vocabulary
from gridkeeper.playbooks.lint.whole import lint

__all__ = ["Vocabulary", "lint"]

"""Acts on playbooks, activations, measures and report forms."""

"""Reads of playbooks, activations, modes, measures and reports."""

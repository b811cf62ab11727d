"""The measures board in the console: what a running playbook asks for, where it can be shown, and marks by hand."""

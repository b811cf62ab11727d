"""Playbooks in the console: read as a page, edited with lint beside, compared between versions, previewed, proposed."""

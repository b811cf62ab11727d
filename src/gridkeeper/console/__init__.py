"""The staff face in the browser: templates, tags and pages; it decides nothing that a room below decides."""

"""Questions about the tree: find, show, count, list."""

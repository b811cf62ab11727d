"""Questions about people, posts and bodies."""

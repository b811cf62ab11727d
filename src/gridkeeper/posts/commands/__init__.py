"""Acts on people, posts and bodies."""

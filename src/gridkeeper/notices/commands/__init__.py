"""Acts on messages and notices."""

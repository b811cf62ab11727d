"""Acts on the tree: editions, recoding, names, shapes, overlays."""

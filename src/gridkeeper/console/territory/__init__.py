"""The district on a map beside the tree, and the page of one unit."""

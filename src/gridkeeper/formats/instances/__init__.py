"""Readers of published benchmark instances, one module a family; each turns a file's text into a planning problem."""

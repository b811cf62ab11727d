"""What `make bench` runs; one module a part, one page of results."""

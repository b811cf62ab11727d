"""From the generated district's arrays to rows, one module a group of tables; all through COPY, in one transaction."""

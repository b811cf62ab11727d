"""The daily report and the zero report in the console: to read, to send on, and in a superior's own form."""

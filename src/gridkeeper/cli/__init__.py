"""The command line: one thin module a command; solvers and Django are imported when a command needs them."""

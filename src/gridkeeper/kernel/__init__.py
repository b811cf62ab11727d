"""Plain values every room shares: codes, actors, quantities, periods, purposes, errors. No framework, no clock."""

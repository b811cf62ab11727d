"""What happened here, and whether the record still holds."""

"""People in reach: the list, one person, appointing them to posts."""

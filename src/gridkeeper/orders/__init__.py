"""Documents in force on an area, with basis, two people and an end; and proposals that wait for a second person.

Owns when a power begins and ends (R-08, R-09). Refuses to own what an order makes: rooms above carry its id.
"""

"""Acts on open work: by people, and by events that other rooms leave in the record."""

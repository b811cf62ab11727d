"""My duty on the phone: what now, what needs an answer, hand-over, service record, calendar."""

"""The reader's own posts, data, looks, consents and requests; and the desk that answers requests."""

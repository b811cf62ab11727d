"""Questions about zones."""

"""Organisations: permanent and temporary, what they hang on, founding and closing them."""

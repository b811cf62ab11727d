"""Calls for people, and the page where volunteers sign up."""

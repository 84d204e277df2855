"""Shops other than the built-in store: fixtures which show that the language is for any terms."""

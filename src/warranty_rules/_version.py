"""The one source of the version."""

VERSION = "0.1.0"

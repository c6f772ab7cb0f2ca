"""Handing the work on: one module a format."""

"""Widgets that draw what they are given and translate keys: they hold no rules."""

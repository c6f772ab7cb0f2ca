"""The captured texts: each opened report as it was read, and where it came from."""

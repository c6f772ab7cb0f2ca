"""What the analyst says of a report: tags, notes, the TinyDB store, exports."""

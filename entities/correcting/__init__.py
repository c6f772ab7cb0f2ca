"""What the analyst says of entities, applied to whatever a model finds."""

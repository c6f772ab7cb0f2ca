"""Who says it and how sure: attribution, hedges, suggested tags."""

"""Who and what a report speaks of: mentions, entities, aliases; the process the model runs in."""

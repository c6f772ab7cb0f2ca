"""When something is wrong with a store: finding it, saying it, mending it."""

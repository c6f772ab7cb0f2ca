"""From what the model found to mentions: the rules on top of it, and the closed lists they are made of."""

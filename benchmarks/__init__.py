"""What the promises cost, as ratios against baselines measured in the same run."""

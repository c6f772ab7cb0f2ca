"""What was done, back to the first change: read, put in words, taken back."""

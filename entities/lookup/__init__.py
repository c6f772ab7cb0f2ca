"""What is known beyond the text: where a place lies, what a date or a quantity is worth."""

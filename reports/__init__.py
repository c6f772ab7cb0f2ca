"""A report as text: loading every format into one canonical text with blocks, sentences, anchors."""

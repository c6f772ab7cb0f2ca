"""The article pane: canonical text to rows, rows to strips, and the widget that draws them."""

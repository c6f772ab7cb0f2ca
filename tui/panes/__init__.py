"""What the side panes show, as rows; plain functions of the state, without a terminal."""

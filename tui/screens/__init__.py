"""The screens: the reader, the list of reports, and what opens above them."""

"""The commands, one file each; a module's `command` is what runs."""

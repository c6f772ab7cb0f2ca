"""What lies on the disk, and how it gets there: journal, TinyDB file, lock, backups."""

"""How it looks: one TOML file a theme, read and checked without the toolkit that draws it."""

"""How it looks: one TOML file a theme."""

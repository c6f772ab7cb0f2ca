"""How names are found without anybody waiting: the process the model runs in, and what is said to it."""

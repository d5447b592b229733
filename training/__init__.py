"""From raw material to the files under `data/models/`: `python -m training.recipe` runs every step in order."""

"""The leak gate: what must never stand on a town's site. Pure functions from a text to findings."""

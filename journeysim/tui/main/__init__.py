"""The main screen: a running world, its panels, and what its keys do."""

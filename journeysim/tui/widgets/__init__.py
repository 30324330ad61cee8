"""Widgets: what a panel is made of. They know nothing of simulations."""

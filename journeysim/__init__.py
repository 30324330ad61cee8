"""journeysim: a flight simulator for customer retention."""

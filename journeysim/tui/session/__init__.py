"""What is being played: time, decisions, dials in motion, and what the simulator has answered."""

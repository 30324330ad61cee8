"""What may lie over the main screen: a card, a choice, a line to type, a text that fills in."""

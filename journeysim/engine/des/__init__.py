"""The reference engine on SimPy, written to be read: one file a part of the story.

loop: the run itself and live changes; customer: lives, purchases, problems; account: what people
carry with them; contacts: from the first call to the last; care: touches; roster: who is at work.
"""

"""Steps: what happens in one moment, written once and carried out by every engine.

A step reads the world, asks rules, writes the state of customers and cases, logs, and plans what
comes next through the hooks. It never waits: time passes only between steps, in an engine.

customer: lives, purchases, problems; account: what people carry with them; contacts: from the
first call to the last; care: touches; roster: lines and who is at work; firm: dated changes, talk.
"""

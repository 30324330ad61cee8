"""Steps: what happens in one moment, written once and carried out by every engine.

A step reads the world, asks rules, writes the state of customers and cases, records events, and
plans what comes next through the hooks. It never waits: time passes only between steps, in an
engine. A file imports only files that stand before it here:

hooks: what a step asks of its engine; variate: the value of a distribution at a uniform; account:
what people carry with them; plans: what is planned for later; stations: queues and free agents;
word_of_mouth: what is told of the firm; cases: what every step of a case needs; triggers: what
sets touches off; work_items: care work that waits; answering: agents take what waits; people: who
comes to be, and when they come next; purchasing: a sale and what it brings; joining: from a look
to the first purchase; customer: occasions and leaving; contacts: from the first call to the last;
care: what touches do; firm: staffing, dated changes, midnight; trouble: what goes wrong; dispatch:
what is planned takes place.
"""

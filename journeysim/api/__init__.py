"""The door for Python: one function a command, with its name, its options as keywords, its defaults.

`import journeysim as js` reaches them lazily; nothing here is imported before it is used.
"""

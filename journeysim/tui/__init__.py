"""The screen: a world that runs while its dials are turned.

app.py opens it; main/ is the main screen, screens/ what is opened over it, panels/ its parts;
stage.py is what all of them may ask; session/ knows what is going on; view.py is what the panels
show; simulator.py is where days come from: worker/, a process of its own, which protocol.py lets
them talk to. Importing this package loads none of it.
"""

"""The live pictures of the course: a folder for each subject, a file for each picture.

A file holds the type of the result, its computation, its drawing, its words, and its controls.
`from dlnotes.explorers import neurons as explore` gives all pictures of one subject. Make your own
with `dlnotes.live.engine` and `dlnotes.live.controls`. `parts` holds what several pictures share.
May import: networks, data, learning, experiments, live.
"""

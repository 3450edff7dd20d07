"""What the course finds out: a folder for each subject, with its heavy computations.

What takes longer than a second is kept on disk (`dlnotes.results.kept`).
May import: networks, data, learning.
"""

"""Exercises that answer back, a module for each topic: `from dlnotes.exercises import neurons as ex`."""

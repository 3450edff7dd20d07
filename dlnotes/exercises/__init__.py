"""The exercises of the course, by subject: tasks, reference answers, mistakes, hints.

In a lesson: `from dlnotes.exercises import neurons as ex`, then `ex.where_it_steps.check(...)`.
A subject with many exercises is a folder, whose `__init__.py` imports them from its files.
May import: networks, data, learning, experiments, answers.
"""

"""The exercises of the course, a module for each subject: tasks, reference answers, mistakes, hints.

In a lesson: `from dlnotes.exercises import neurons as ex`, then `ex.step_point.check(step_point)`.
May import: networks, data, learning, experiments, answers.
"""

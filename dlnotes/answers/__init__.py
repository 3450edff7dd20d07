"""The engine of exercises: an answer is tried on cases, and told where it is wrong and why.

It knows no subject: `exercises` holds the tasks.
May import: nothing else of the package.
"""

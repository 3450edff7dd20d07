"""The engine of explorers: controls, pictures, and the view that moves them in the browser.

It knows no subject: `explorers` tells it what to compute and to draw. The browser's part is the
JavaScript in `web/`.
May import: nothing else of the package.
"""

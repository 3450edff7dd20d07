"""What several pictures draw alike: canvases, planes, axes of errors, contour lines."""

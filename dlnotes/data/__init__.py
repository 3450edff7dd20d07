"""What a network learns from: data sets, images, downloads, formulas that a reader types.

May import: networks.
"""

"""What a few neurons can do together: XOR, many solutions of one task, digits read."""

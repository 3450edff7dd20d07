"""Why deep networks were hard to train: errors of each layer, theory and remedies."""

"""What one neuron can do: clouds that a line separates, sigmoids as smooth steps."""

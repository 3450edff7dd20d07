"""Pictures of lesson 02: single neurons, their activations, and the first rule of learning."""
from dlnotes.explorers.neurons.by_hand import by_hand
from dlnotes.explorers.neurons.digit_neuron import digit_neuron
from dlnotes.explorers.neurons.gallery import gallery
from dlnotes.explorers.neurons.one_input import one_input
from dlnotes.explorers.neurons.perceptron import perceptron
from dlnotes.explorers.neurons.smooth_step import smooth_step
from dlnotes.explorers.neurons.two_inputs import two_inputs

__all__ = ["by_hand", "digit_neuron", "gallery", "one_input", "perceptron", "smooth_step",
           "two_inputs"]

"""Pictures of deep networks in training, for lesson 08: whether depth helps, and what remedies do.

They show how well networks of several depths learn, and how fast each of their layers does.
"""
from dlnotes.explorers.deep_networks.cliff import cliff
from dlnotes.explorers.deep_networks.deeper import deeper
from dlnotes.explorers.deep_networks.speeds import speeds

__all__ = ["cliff", "deeper", "speeds"]

"""Exercises of lesson 01: what luck alone gets right, and when a network has learnt most."""
import jax.numpy as jnp

from dlnotes.answers.engine import Exercise, Mistake, exercise


def _labels():
    return [(jnp.array(labels),)
            for labels in ([1, 1], [0, 3, 3, 1], [2, 0, 2, 1, 2, 0, 2, 1],
                           [7, 7, 4, 9, 9, 9, 4, 9, 9, 1])]


@exercise(
    cases=_labels,
    mistakes=[
        Mistake(lambda labels: 1 / len(set(labels.tolist())),
                "This is the share for guessing blindly. If you know how often each label occurs, "
                "you can do better."),
        Mistake(lambda labels: jnp.bincount(labels).max(),
                "This is how often the commonest label occurs. Divide it by the number of labels."),
        Mistake(lambda labels: jnp.argmax(jnp.bincount(labels)),
                "This is the commonest label itself. What share of all labels is it?"),
        Mistake(lambda labels: jnp.mean(labels == labels[0]),
                "This is the share of the first label. Which label occurs most often?"),
    ],
    hints=[
        "Count how often each label occurs: `jnp.bincount(labels)` does this.",
        "Divide the largest count by the number of labels.",
    ])
def share_by_luck(labels):
    """Write `share_by_luck(labels)`: the largest share, 0 to 1, that one fixed answer gets right.
    labels: a JAX array of digits."""
    return jnp.max(jnp.bincount(labels)) / len(labels)


def _stops(best_epoch):
    """Say where on the curve of the unseen digits an epoch is; the top is from 3 to 9."""
    if not float(best_epoch).is_integer():
        return "not an epoch, which is a whole number"
    ends = {0: "before the first", 2: "on the way up", 9: "at the top", 45: "on the way down"}
    return next((where for last, where in ends.items() if best_epoch <= last), "at the end")


best_epoch = Exercise(
    "best_epoch",
    "Half of the labels are shuffled: after which epoch does the network read unseen digits best?",
    6, use=_stops,
    mistakes=[
        Mistake(60,
                "By then the network has learnt the false labels too. Look at the curve "
                "of the unseen digits."),
        Mistake(0,
                "The network has not learnt anything yet, so it can only guess."),
        Mistake(1,
                "The network still gets better after that."),
        Mistake(0.92,
                "This is how high the curve is. The question asks after which "
                "epoch it is highest."),
        Mistake(25,
                "The curve of the unseen digits is highest earlier than that."),
    ],
    hints=[
        "Choose \"half of them shuffled\" in the first picture, and press play.",
        "Look for the top of the dashed curve, which belongs to the unseen digits.",
    ],
    solution="best_epoch = 6")

"""Exercises of lesson 05: one step of gradient descent, and one step of momentum."""
import jax.numpy as jnp

from dlnotes.answers.engine import Mistake, exercise


def _places():
    return [
        (jnp.array([1.0]), jnp.array([2.0]), 0.5),
        (jnp.array([3.0, -1.0]), jnp.array([1.0, 4.0]), 0.1),
        (jnp.array([0.0, 2.0, 5.0]), jnp.array([0.0, -3.0, 0.5]), 2.0),
    ]


@exercise(
    cases=_places,
    mistakes=[
        Mistake(lambda w, gradient, eta: w + eta * gradient,
                "This is one step uphill. Gradient descent goes downhill."),
        Mistake(lambda w, gradient, eta: w - gradient,
                "The learning rate eta is missing."),
        Mistake(lambda w, gradient, eta: w - eta * gradient / jnp.sqrt(jnp.sum(gradient**2)),
                "You have divided the gradient by its norm. Leave it as it is, so that steps are "
                "short where the ground is flat."),
        Mistake(lambda w, gradient, eta: -eta * gradient,
                "This is the change. Add it to w, to get the place where the step leads."),
        Mistake(lambda w, gradient, eta: w - eta * jnp.sign(gradient),
                "You have used only the sign of the gradient. Its size counts too."),
    ],
    hints=[
        "The gradient points to where the cost rises fastest.",
        "Subtract eta times the gradient from w.",
    ])
def step_down(w, gradient, eta):
    """Write `step_down(w, gradient, eta)`: the parameters to which one step of gradient descent
    leads from the parameters w."""
    return w - eta * gradient


def _rolled(friction=0.9, share=1.0, sign=-1.0, rated=True):
    """Return a step of momentum, any part of which can be wrong."""
    def answer(w, v, gradient, eta):
        v = friction * v + share * gradient
        return w + sign * (eta if rated else 1.0) * v, v
    return answer


def _old_velocity(w, v, gradient, eta):
    return w - eta * v, 0.9 * v + gradient


def _rate_in_velocity(w, v, gradient, eta):
    change = 0.9 * v - eta * gradient
    return w + change, change


@exercise(
    cases=[(1.0, 0.0, 2.0, 0.5), (1.0, 2.0, 0.0, 0.5), (3.0, -1.0, 4.0, 0.1),
           (0.0, 5.0, -2.0, 0.2)],
    mistakes=[
        Mistake(_old_velocity,
                "You have stepped with the old velocity. Change v first, then step "
                "with the new one."),
        Mistake(_rolled(friction=1.0),
                "Without friction the ball never comes to rest. Multiply the old velocity by 0.9."),
        Mistake(_rolled(sign=1.0),
                "Your ball rolls uphill. Subtract the step from w."),
        Mistake(_rolled(rated=False),
                "The learning rate eta is missing."),
        Mistake(lambda *case: roll.reference(*case)[0],
                "This is the new position alone. Return the new velocity as well."),
        Mistake(lambda w, v, gradient, eta: (w - eta * (0.9 * v + gradient), v),
                "The position is right, but beside it you return the old velocity. "
                "Return the new one."),
        Mistake(_rate_in_velocity,
                "Some authors write momentum this way. In this lesson eta multiplies the whole "
                "velocity, in the step."),
        Mistake(_rolled(share=0.1),
                "Some authors write momentum this way, where v is a mean of gradients. In this "
                "lesson the gradient is added in full, without the 0.1."),
        Mistake(lambda *case: roll.reference(*case)[::-1],
                "You have exchanged the two: return the position first, then the velocity."),
    ],
    hints=[
        "First compute the new velocity: 0.9 times the old one, plus the gradient.",
        "Then subtract eta times the new velocity from w.",
    ])
def roll(w, v, gradient, eta):
    """Write `roll(w, v, gradient, eta)`: one step of momentum from position w with velocity v.
    Return the pair of the new position and the new velocity."""
    v = 0.9 * v + gradient
    return w - eta * v, v

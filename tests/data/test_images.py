"""Jittered pictures, and drawings in the form of the digits."""
import jax
import jax.numpy as jnp
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dlnotes.data.datasets import digits, mnist
from dlnotes.experiments.descent.handwriting import DIGIT_NETWORK, recognise, train_on_digits
from dlnotes.data.images import INK_SHARE, as_digit, augmented, jitter

NOTHING = {"turn": 0.0, "slant": 0.0, "stretch": 0.0, "shift": 0.0}


def bar(rows=28, top=4, left=12, height=20, width=4):
    image = np.zeros((rows, rows), np.float32)
    image[top:top + height, left:left + width] = 1
    return jnp.array(image)


def test_no_jitter_is_no_change(key):
    image = jax.random.uniform(key, (8, 8))
    np.testing.assert_allclose(jitter(image, key=key, **NOTHING), image, atol=1e-6)


def test_jitter_stays_near_and_differs_by_key(key):
    image = jnp.array(digits().x_train[0]).reshape(8, 8)
    one, two = (jitter(image, key=k) for k in jax.random.split(key))
    assert jnp.any(one != two) and 0 <= one.min() and one.max() <= 1
    assert abs(one.sum() - image.sum()) < 0.5 * image.sum()


def test_augmented_begins_with_the_pictures_themselves(key):
    x, y = jax.random.uniform(key, (3, 12)), jnp.array([4, 0, 9])
    more_x, more_y = augmented(x, y, shape=(3, 4), copies=2, key=key)
    assert more_x.shape == (9, 12) and more_y.tolist() == [4, 0, 9] * 3
    np.testing.assert_array_equal(more_x[:3], x)
    assert jnp.any(more_x[3:6] != more_x[6:])


@given(top=st.integers(0, 8), left=st.integers(0, 8), size=st.sampled_from([28, 40]))
def test_where_a_digit_is_drawn_does_not_matter(top, left, size):
    here, there = as_digit(bar(size, top, left, 18, 9)), as_digit(bar(size, 4, 5, 18, 9))
    # The pixels at its edges may round either way.
    assert float(jnp.mean(jnp.abs(here - there))) < 0.1
    assert float(jnp.max(jnp.abs(here[:, 3:5] - there[:, 3:5]))) < 0.5


def test_a_drawing_fills_the_picture_as_the_digits_do():
    seen = as_digit(bar(width=2))
    assert seen[0].max() > 0 and seen[-1].max() > 0  # from top to bottom
    assert seen[:, 3:5].sum() > seen[:, :2].sum() + seen[:, 6:].sum()  # in the middle
    assert float(seen.mean()) > 0.1


def test_an_empty_drawing_stays_empty():
    assert as_digit(jnp.zeros((28, 28))).max() == 0


def test_the_share_of_ink_is_that_of_the_data():
    images = np.asarray(digits().x_train)
    labels = np.asarray(digits().y_train)
    assert all(abs(images[labels == digit].mean() - INK_SHARE) < 0.03 for digit in range(10))


def test_handwriting_of_strangers_is_read_as_lesson_00_says():
    "On the handwriting of strangers it is right on about four in five."
    data = mnist()
    params = train_on_digits().params
    drawings = data.x_test.reshape(-1, 28, 28)
    answers = jax.vmap(lambda one: recognise(DIGIT_NETWORK, params, one).answer)(drawings)
    assert 0.75 < float(jnp.mean(answers == data.y_test)) < 0.87

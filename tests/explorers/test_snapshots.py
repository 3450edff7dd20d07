"""Every picture draws what its stored snapshot says: a change is seen, and reviewed by looking."""
import json

import pytest
import snapshots

STORED = json.loads((snapshots.FOLDER / "stack.json").read_text(encoding="utf-8"))
PICTURES = dict(snapshots.pictures())

pytestmark = pytest.mark.skipif(
    snapshots.stack() != STORED, reason=f"snapshots belong to {STORED}: releases differ by pixels")


def test_every_picture_has_a_snapshot_and_every_snapshot_a_picture():
    stored = {path.stem for path in snapshots.FOLDER.glob("*.json")} - {"stack"}
    assert stored == PICTURES.keys()


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_draws_what_its_snapshot_says(name):
    found = list(snapshots.differences(snapshots.read(name), snapshots.snapshot(PICTURES[name]())))
    assert not found, f"look at {name}; if it should be so: python tests/snapshots.py {name}\n" + \
        "\n".join(found[:20])


def test_a_difference_is_seen():
    old = [{"text": "A line.", "draws": {"0 Line2D": [["path", "#000", 2.0, "in 0", 0.1, 0.2]]}}]
    new = json.loads(json.dumps(old))
    line = new[0]["draws"]["0 Line2D"][0]
    line[4] = 0.11  # as much as rounding may do
    assert not list(snapshots.differences(old, new))
    line[4] = 0.13
    line[1] = "#fff"
    new[0]["draws"]["1 Text"] = []
    assert len(list(snapshots.differences(old, new))) == 3

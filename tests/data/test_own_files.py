"""Tables and folders of pictures as a reader has them, and photographs of digits."""
import jax.numpy as jnp
import numpy as np
import pytest
from PIL import Image

from dlnotes.data.datasets import mnist
from dlnotes.data.examples import Dataset
from dlnotes.data.photographs import read_digit

HEAD = "length,width,kind\n"
ROWS = [f"{5 + n / 10},{3 - n / 10},{'ab'[n % 2]}" for n in range(20)]


@pytest.fixture
def table(tmp_path):
    """Write a table; give its path."""
    def written(text, encoding="utf-8"):
        (tmp_path / "iris.csv").write_text(text, encoding=encoding)
        return tmp_path / "iris.csv"
    return written


class TestTables:
    def test_the_last_column_is_the_label(self, table):
        data = Dataset.from_csv(table(HEAD + "\n".join(ROWS)))
        assert (data.name, data.classes, data.shape) == ("iris", ("a", "b"), (2,))
        assert (len(data.y_train), len(data.y_test)) == (16, 4)

    @pytest.mark.parametrize("text, settings", [
        ("\n".join(ROWS), {}),
        (HEAD + "\n".join(ROWS) + "\n\n", {"label": "kind"}),
        (HEAD + "\n".join(ROWS), {"label": 2}),
        ((HEAD + "\n".join(ROWS)).replace(",", "\t"), {}),
        ((HEAD + "\n".join(ROWS)).replace(",", ";"), {}),
        ((HEAD + "\n".join(ROWS)).replace(",", ";").replace(".", ","), {}),
        ("kind,length,width\n" + "\n".join(f"{r[-1]},{r[:-2]}" for r in ROWS), {"label": 0}),
    ], ids=["no names", "by name", "by number", "tabs", "semicolons", "commas in numbers", "first"])
    def test_tables_in_any_form_give_the_plain_one(self, table, text, settings):
        plain = Dataset.from_csv(table(HEAD + "\n".join(ROWS)))
        data = Dataset.from_csv(table(text, "utf-8-sig"), **settings)
        np.testing.assert_array_equal(data.x_train, plain.x_train)
        np.testing.assert_array_equal(data.y_test, plain.y_test)

    def test_mnist_as_a_table(self, table, capsys):
        digits = mnist()
        rows = np.column_stack([digits.y_test[:100], np.round(255 * digits.x_test[:100])])
        data = Dataset.from_csv(table("\n".join(",".join(map(str, row)) for row in
                                                rows.astype(int))), label=0)
        assert data.classes == tuple("0123456789") and data.inputs == 784
        assert float(data.x_train.max()) == 1 and "bytes" in capsys.readouterr().out

    @pytest.mark.parametrize("text, message", [
        (HEAD + "1,,a\n2,3,b\n", "line 2: a value is missing in column width. Leave"),
        (HEAD + "1,2,a\n2,NA,b\n", "line 3: a value is missing in column width"),
        (HEAD + "1,big,a\n2,3,b\n", "line 2: 'big' in column width is no number"),
        (HEAD + "1,2,\n2,3,b\n", "line 2: the label is missing"),
        (HEAD + "1,2\n2,3,b\n", "has 3 columns, but line 2 has 2"),
        ("", "must be a table with a row for each example"),
    ])
    def test_a_bad_place_is_named(self, table, text, message):
        with pytest.raises(ValueError, match=message):
            Dataset.from_csv(table(text))

    @pytest.mark.parametrize("label", ["colour", 3, 1.0, None, True])
    def test_a_label_that_is_no_column(self, table, label, unchecked):
        with pytest.raises(ValueError, match="label must be one of length, width, kind, or the nu"):
            Dataset.from_csv(table(HEAD + "\n".join(ROWS)), label=label)

    def test_no_file(self, tmp_path, unchecked):
        with pytest.raises(FileNotFoundError, match="there is no .*none.csv"):
            Dataset.from_csv(tmp_path / "none.csv")
        with pytest.raises(ValueError, match="path must be a path, such as"):
            Dataset.from_csv(3)


@pytest.fixture
def folder(tmp_path):
    """Make folders of pictures: a bar that stands, a bar that lies, in every form of file."""
    for name in ("lying", "standing"):
        (tmp_path / "bars" / name).mkdir(parents=True)
        for number, (mode, ending) in enumerate(
                [("L", "png"), ("RGB", "jpg"), ("RGBA", "png"), ("1", "png"), ("L", "bmp")]):
            paper = np.full((60, 40), 255, np.uint8)
            paper[10:50, 17:23] = 20
            image = Image.fromarray(paper).convert(mode)
            image = image.rotate(90, expand=True) if name == "lying" else image
            image.save(tmp_path / "bars" / name / f"{number}.{ending}")
    (tmp_path / "bars" / "lying" / ".hidden").write_text("what file managers leave behind")
    return tmp_path / "bars"


class TestFolders:
    def test_a_folder_is_a_class(self, folder, capsys):
        data = Dataset.from_images(folder, size=(12, 12))
        assert (data.name, data.classes, data.shape) == ("bars", ("lying", "standing"), (12, 12))
        assert capsys.readouterr().out.count("\n") == 1
        for x, y in zip(data.x_train.reshape(-1, 12, 12), data.y_train):
            rows, columns = (int((x > 0.4).any(axis=axis).sum()) for axis in (1, 0))
            assert (rows > 2 * columns) == bool(y) and float(x[0, 0]) < 0.05

    def test_what_is_no_picture_is_named(self, folder):
        (folder / "lying" / "notes.txt").write_text("no picture")
        with pytest.raises(ValueError, match="notes.txt cannot be read as a picture. Take it away"):
            Dataset.from_images(folder)

    def test_folders_without_pictures(self, folder, tmp_path):
        (folder / "empty").mkdir()
        with pytest.raises(ValueError, match="must hold pictures of each class; .*empty holds non"):
            Dataset.from_images(folder)
        with pytest.raises(ValueError, match="must hold a folder of pictures for each class"):
            Dataset.from_images(folder / "lying")
        with pytest.raises(FileNotFoundError, match="there is no"):
            Dataset.from_images(tmp_path / "nowhere")


def seven(rows=28):
    """Draw a seven, ink 1 on 0."""
    ink = np.zeros((28, 28))
    ink[5:8, 7:21] = 1
    for row in range(8, 24):
        ink[row, 20 - (row - 8) // 2:23 - (row - 8) // 2] = 1
    return np.kron(ink, np.ones((rows // 28, rows // 28)))


DRAWN = seven()
SHADOW = np.linspace(0.5, 0.95, 280)[:, None]
SEVENS = {
    "light on dark": DRAWN,
    "dark on light": 1 - DRAWN,
    "bytes": 255 - (255 * DRAWN).astype(np.uint8),
    "floats to 255": 255.0 - 255 * DRAWN,
    "colours": np.stack([1 - DRAWN] * 3, axis=-1),
    "flat": DRAWN.ravel(),
    "a list": DRAWN.tolist(),
    "large": 1 - seven(280),
    "grey paper": 0.6 - 0.4 * seven(280),
    "in a corner": np.pad(1 - DRAWN, ((0, 40), (30, 0)), constant_values=1),
    "in shadow": SHADOW * (1 - 0.7 * seven(280)),
    "with noise": 0.8 - 0.6 * seven(280) + np.random.default_rng(0).normal(0, 0.03, (280, 280)),
}


class TestReadDigit:
    @pytest.mark.parametrize("size", [8, 28])
    @pytest.mark.parametrize("form", SEVENS)
    def test_a_seven_in_any_form_is_the_same_seven(self, form, size, capsys):
        plain = read_digit(DRAWN, size=size)
        seen = read_digit(SEVENS[form], size=size)
        assert seen.shape == (size, size) and 0 <= seen.min() and seen.max() <= 1
        assert float(jnp.mean(jnp.abs(seen - plain))) < (0.1 if size == 8 else 0.06)
        assert f"became {size} x {size}; " in capsys.readouterr().out

    def test_it_is_where_mnist_has_its_digits(self):
        seen = np.asarray(read_digit(1 - seven(280)))
        rows, columns = np.nonzero(seen)
        assert max(np.ptp(rows), np.ptp(columns)) + 1 == 20
        centre = (np.indices((28, 28)) * seen).sum(axis=(1, 2)) / seen.sum()
        np.testing.assert_allclose(centre, 13.5, atol=0.6)

    def test_a_photograph_on_disk_is_turned_upright(self, tmp_path):
        image = Image.fromarray(255 - (255 * seven(280)).astype(np.uint8)).rotate(90)
        exif = Image.Exif()
        exif[0x0112] = 6  # turn by 90 degrees to the right before showing
        image.save(tmp_path / "seven.jpg", exif=exif)
        seen = read_digit(tmp_path / "seven.jpg")
        assert float(jnp.mean(jnp.abs(seen - read_digit(DRAWN)))) < 0.06
        assert np.array_equal(seen, read_digit(str(tmp_path / "seven.jpg")))

    @pytest.mark.parametrize("picture, message", [
        (np.zeros((28, 28)), "picture must show a digit"),
        (np.ones((28, 28)), "picture must show a digit"),
        (np.full((50, 50), 0.7) - 0.02 * np.eye(50), "picture must show a digit"),
        (np.where(np.eye(28) > 0, np.nan, 0.0), "picture must be finite numbers"),
        (DRAWN - 1, "picture must be from 0 to 1 or from 0 to 255; got -1"),
        (DRAWN * 300, "picture must be from 0 to 1 or from 0 to 255"),
        (np.zeros((3, 28, 28)), "picture must have rows and columns"),
        (np.zeros((2, 2)), "picture must have rows and columns"),
        (np.zeros(783), "picture must have rows and columns"),
        (3, "picture must have rows and columns"),
        (["a", "b"], "picture must be the path of a picture"),
        (None, "picture must "),
    ])
    def test_what_is_no_digit_is_refused(self, picture, message):
        with pytest.raises(ValueError, match=message):
            read_digit(picture)

    def test_sizes_and_files(self, tmp_path):
        with pytest.raises(ValueError, match="size must be 28, as MNIST has it, or 8"):
            read_digit(DRAWN, size=16)
        with pytest.raises(FileNotFoundError, match="there is no .*seven.png"):
            read_digit(tmp_path / "seven.png")

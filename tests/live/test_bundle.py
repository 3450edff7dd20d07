"""The JavaScript modules of the view are joined into one, as a browser would join them."""
import re

import pytest

from dlnotes.live.bundle import bundle
from dlnotes.live.view import WEB, View

MODULES = sorted(WEB.glob("*.js"))


@pytest.fixture
def joined(tmp_path):
    """A function that writes modules, given by name, and joins them from the last one on."""
    def join(**sources):
        for name, source in sources.items():
            (tmp_path / f"{name}.js").write_text(source)
        return bundle(tmp_path / f"{name}.js")
    return join


def test_modules_come_before_those_that_import_them(joined):
    text = joined(
        base="export const one = 1;\n",
        sum="import {one} from './base.js';\nexport function two() { return one + one; }\n",
        first="import {two} from './sum.js';\nimport {one} from './base.js';\n"
              "export default {render: () => two() + one};\n")
    assert text == """\
// base.js
const exports_of_base = (() => {
const one = 1;
return {one};
})();

// sum.js
const exports_of_sum = (() => {
const {one} = exports_of_base;
function two() { return one + one; }
return {two};
})();

const {two} = exports_of_sum;
const {one} = exports_of_base;
export default {render: () => two() + one};
"""


@pytest.mark.parametrize("line", [
    "import './base.js';", "import * as base from './base.js';", "import base from './base.js';",
    "import {one as two} from './base.js';", "import {one} from 'base';",
    "import {one} from '../base.js';", "  import {one} from './base.js';",
    "export {one};", "export * from './base.js';", "export let count = 0;",
])
def test_other_forms_are_refused(joined, line):
    with pytest.raises(ValueError, match=r"first.js, line 2: cannot follow `(im|ex)port"):
        joined(base="export const one = 1;\n", first=f"// A comment.\n{line}\n")


def test_only_the_first_module_has_a_default_export(joined):
    with pytest.raises(ValueError, match="base.js, line 2: cannot follow `export default 2;`"):
        joined(base="export const one = 1;\nexport default 2;\n",
               first="import {one} from './base.js';\n")


def test_what_is_imported_must_be_there(joined):
    with pytest.raises(ValueError, match="base.js is imported, but does not stand beside first.js"):
        joined(first="import {one} from './base.js';\n")
    with pytest.raises(ValueError, match="first.js imports two, which base.js does not export"):
        joined(base="export const one = 1;\n", first="import {two} from './base.js';\n")


def test_no_name_is_exported_twice(joined):
    with pytest.raises(ValueError, match="first.js exports a name twice"):
        joined(first="export const one = 1;\nexport function one() {}\n")


def test_circles_are_refused(joined):
    with pytest.raises(ValueError, match=r"in a circle: (\w+.js -> ){2}\w+.js"):
        joined(base="import {two} from './first.js';\nexport const one = 1;\n",
               first="import {one} from './base.js';\nexport const two = 2;\n")


def test_the_view_is_one_module_that_imports_nothing():
    assert not re.search(r"^\s*import\b", View._esm, re.M)
    assert re.findall(r"^export\b.*", View._esm, re.M) == ["export default {"]
    for path in MODULES:
        assert path.stem == "view" or f"\n// {path.name}\n" in f"\n{View._esm}", path.name


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_modules_use_all_that_they_import(path):
    source = path.read_text(encoding="utf-8")
    code = "\n".join(line for line in source.splitlines() if not line.startswith("import "))
    for names in re.findall(r"^import \{(.+)\} from", source, re.M):
        for name in names.split(", "):
            assert re.search(rf"\b{name}\b", code), f"{path.name} does not use {name}"

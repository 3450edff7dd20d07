"""Names in the cells of a notebook: which ones a cell binds, imports and reads.

Cells are only parsed here and never run.
"""
import ast
import inspect
from symtable import SymbolTable, symtable
from types import ModuleType


def parsed(source: str) -> ast.Module:
    """Parse a cell; the tree is empty where the cell is no plain Python, as with magics."""
    try:
        return ast.parse(source)
    except SyntaxError:
        return ast.Module([], [])


def imported(node: ast.AST) -> set[str]:
    """Return the names that a statement binds by importing; none if it is not an import."""
    if not isinstance(node, ast.Import | ast.ImportFrom):
        return set()
    return {bound_by(alias) for alias in node.names}


def bound_by(alias: ast.alias) -> str:
    """Return the name that one part of an import binds: `import a.b` binds `a`."""
    return alias.asname or alias.name.split(".")[0]


def defined(source: str) -> set[str]:
    """Return the names that a cell binds, outside functions."""
    try:
        table = symtable(source, "cell", "exec")
    except SyntaxError:  # magics: the cell is no plain Python
        return set()
    return {symbol.get_name() for symbol in table.get_symbols()
            if symbol.is_assigned() or symbol.is_imported()}


def used(table: SymbolTable) -> set[str]:
    """Return the global names that some code reads, inside functions too.

    table: the symbol table of the code, as `symtable.symtable` makes it.
    """
    names = {symbol.get_name() for symbol in table.get_symbols()
             if symbol.is_referenced() and symbol.is_global()}
    return names.union(*map(used, table.get_children()))


def import_of(name: str, module: ModuleType) -> str:
    """Write the statement that imports a name which the code of an exercise reads.

    name: the name that is read.
    module: the module of the exercise. If it imports the name itself, its import is copied;
        else the statement is `from that_module import name`.
    Raises ValueError if the module does not have the name.
    """
    for node in parsed(inspect.getsource(module)).body:
        if name in imported(node):
            alias = next(one for one in node.names if bound_by(one) == name)
            if isinstance(node, ast.Import):
                return ast.unparse(ast.Import([alias]))
            return ast.unparse(ast.ImportFrom(node.module, [alias], node.level))
    if not hasattr(module, name):
        raise ValueError(f"its solution needs {name},"
                         f" which neither the notebook nor {module.__name__} has")
    return f"from {module.__name__} import {name}"

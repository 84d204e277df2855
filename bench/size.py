"""The lines of code of each group of modules, and of the functions: the table of docs/design.md.

python bench/size.py
"""

from __future__ import annotations

import ast
import sys
from itertools import chain
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from test_structure import LAYERS, PATHS, code_lines, tree

for layer, modules in LAYERS.items():
    found = {module: code_lines(module) for module in sorted(modules & PATHS.keys())}
    print(f"{sum(found.values()):6,}  {layer}: {', '.join(f'{module} {lines}' for module, lines in found.items())}")
print(f"{sum(map(code_lines, PATHS)):6,}  all")
nodes = chain.from_iterable(map(ast.walk, map(tree, PATHS)))
lengths = sorted(node.end_lineno - node.lineno + 1 for node in nodes if isinstance(node, ast.FunctionDef) and node.end_lineno)
print(f"functions: median {median(lengths):.0f}, nine in ten at most {quantiles(lengths, n=10)[-1]:.0f}, longest {lengths[-1]}")

"""The library as a whole comes first: asked for one file alone, pytest would import it beside the package, as another copy."""

import warranty_rules  # noqa: F401

"""``python -m warranty_rules`` is the command line."""

from warranty_rules.cli import main

raise SystemExit(main())

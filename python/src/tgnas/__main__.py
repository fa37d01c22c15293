"""``python -m tgnas``: the command line."""

from ._program import main

main()

"""``python -m bench``: the pages benchmark."""

from bench.pages import main

main()

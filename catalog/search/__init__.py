"""Search: own documents beside every product, page and word of the catalog, the same on every database."""

"""The picker's pages: four questions, one result, all by GET."""

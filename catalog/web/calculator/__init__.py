"""The page `/calc/`: carats and millimetres, ring sizes, true scale."""

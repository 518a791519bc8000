"""What a sheet is made of: its columns, its cells, and the bytes it comes in. No framework."""

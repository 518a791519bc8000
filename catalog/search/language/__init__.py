"""What search knows of words: plain rules that know no framework and no database."""

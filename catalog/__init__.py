"""What is sold: stones and jewelry, their hierarchy, dictionaries and pictures."""

"""What is told: pages, blocks, navigation and settings of the site."""

"""The guided choice of a stone: answers, counts before every choice, ranked results with true reasons."""

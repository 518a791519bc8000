"""What makes editing comfortable: links to drafts, checks of content, a guide, panels that say what needs whom."""

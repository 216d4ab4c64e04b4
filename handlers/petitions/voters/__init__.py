"""What voters do with their petitions."""

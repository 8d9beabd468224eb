"""What is known of products and of units delivered."""

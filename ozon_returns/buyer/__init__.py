"""What the buyer is told and offered, and what they answer."""

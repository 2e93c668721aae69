"""What does not add up in the evidence itself, whatever the policy asks: one file a check."""

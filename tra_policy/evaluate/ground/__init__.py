"""What is known: the evidence as it stood, who is who in it, which records count, and what they show."""

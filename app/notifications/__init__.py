"""Messages to people: written to the outbox in the transaction of what they tell."""

"""What can be asked of a decision or a policy beyond the answer itself: one module for each question, imported from there."""

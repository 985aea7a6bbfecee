"""What was answered, told so that nobody's answer can be worked out."""

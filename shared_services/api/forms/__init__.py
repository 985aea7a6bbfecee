"""What people and programs send, and the shape of what programs are answered."""

"""What this installation keeps, allows and rests on; language and theme."""

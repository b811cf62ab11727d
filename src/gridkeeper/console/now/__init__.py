"""What I must do now."""

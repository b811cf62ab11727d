"""Acts on zones: propose, open, lift, check exits, enter events, look at release."""

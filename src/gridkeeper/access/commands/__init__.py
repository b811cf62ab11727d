"""Acts on people's rights: note a look, take a request, erase, certify."""

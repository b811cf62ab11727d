"""People who sign in: accounts, sign-in names, invitations, tokens.

Owns how somebody proves who they are. Refuses to own what they may do: that follows from posts, in `access`.
"""

"""Areas under an order: how large and why, how one gets out, which day it is, and when release is due (YZ-20..YZ-25).

Owns zones, their exits with the checks of them, and their dated events. Refuses to seal anything (SF-20, SF-21), to
open or release by itself, and to know what a zone is against: the pack's rule tables do.
"""

"""What hears and speaks."""

import gc

# Collected less often: what is imported stays, and what a message leaves behind is rarely a circle. Looking cost 7 %
# of a start, and a tenth of the time spent on a message (`make bench`).
gc.set_threshold(50_000, 20, 100)  # new objects; collections of the young; collections of these

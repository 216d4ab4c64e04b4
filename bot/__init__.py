"""What hears and speaks."""

import gc

# Collected less often: what is imported stays, and what a message leaves behind is rarely a circle. Looking cost 7 %
# of a start, and a tenth of the time spent on a message (`make bench`). Nor more seldom: looking through 50 000 objects
# at once stops everybody for 30 ms.
gc.set_threshold(5_000, 50, 100)  # new objects; collections of the young; collections of these

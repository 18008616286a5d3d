//! Finding people, showing one with the time line, recording a milestone by hand.

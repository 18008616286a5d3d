//! Changing the tree of units.

mod divide;
mod merge;
mod refusals;
mod steps;

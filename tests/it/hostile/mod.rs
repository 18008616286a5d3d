//! Files made to harm: whatever is uploaded, the server answers with a result or a sentence and goes on.

mod fuzz;
mod mutate;
mod random;

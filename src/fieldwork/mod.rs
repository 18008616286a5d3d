//! Lists of people to visit (danh sách cần vận động): making them per village and team, what came of the visits, closing.

mod close;
mod error;
mod list;
mod make;
mod offer;
mod reach;
mod results;
mod show;
mod write_results;

pub use close::close;
pub use error::{FieldworkError, LineProblem};
pub use list::{Counts, ListLine, lists};
pub use make::{MadeList, MadeLists, NewWorkLists, make};
pub use offer::targets_of;
pub use results::{NewResults, Recorded, record};
pub use show::{LinePerson, LineSheet, LineWho, ListSheet, paper_with_phones, show};

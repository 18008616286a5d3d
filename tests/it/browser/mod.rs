//! The path of a new user in a real browser: headless Chromium, driven through chromedriver.
//!
//! `TIENDO_TEST_BROWSER=0` skips these tests and says so; a missing browser fails them.

mod campaign_story;
mod driver;
mod every_page;
mod import_story;
mod phone_story;
mod quick_entry_story;
mod revised_list;
mod round_story;
mod visit_story;
mod window;
mod workbook;

use tiendo::access::CreatedAccount;

use window::{Screen, Window};

/// Whether the browser is to be tested; says so where it is not.
fn wanted() -> bool {
    let wanted = std::env::var("TIENDO_TEST_BROWSER").map_or(true, |value| value != "0");
    if !wanted {
        eprintln!("skipped: TIENDO_TEST_BROWSER is 0, nothing was tested in a browser");
    }
    wanted
}

/// Fills in the sign-in form.
fn sign_in(window: &Window, account: &CreatedAccount) {
    window.write("#ten", &account.name);
    window.write("#mat-khau", account.password.as_deref().unwrap());
    window.follow("form[action=\"/dang-nhap\"] button");
}

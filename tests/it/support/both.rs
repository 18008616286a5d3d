//! One test text, two tests.

/// Makes `name::sqlite` and `name::postgres` of each function. The parameter is a [`TestDb`](crate::support::TestDb), which can be used as a `Db`:
///
/// ```text
/// on_both_databases! {
///     fn a_rule_holds(db) { … }
///     fn it_holds_with_data(db from DEMO) { … }      // DEMO: a `Template`
///     async fn over_http(db) { … }
/// }
/// ```
///
/// Without `TIENDO_TEST_POSTGRES` (address of a maintenance database) the second test says that it was skipped.
#[macro_export]
macro_rules! on_both_databases {
    () => {};
    ($(#[$attribute:meta])* fn $name:ident($db:ident) $body:block $($rest:tt)*) => {
        on_both_databases! { $(#[$attribute])* fn $name($db from $crate::support::EMPTY) $body $($rest)* }
    };
    ($(#[$attribute:meta])* async fn $name:ident($db:ident) $body:block $($rest:tt)*) => {
        on_both_databases! { $(#[$attribute])* async fn $name($db from $crate::support::EMPTY) $body $($rest)* }
    };
    ($(#[$attribute:meta])* fn $name:ident($db:ident from $template:expr) $body:block $($rest:tt)*) => {
        $(#[$attribute])*
        mod $name {
            use super::*;

            fn body($db: &$crate::support::TestDb) $body

            #[test]
            fn sqlite() {
                body(&$crate::support::TestDb::sqlite(&$template));
            }

            #[test]
            fn postgres() {
                if let Some(db) = $crate::support::TestDb::postgres(&$template) {
                    body(&db);
                }
            }
        }
        on_both_databases! { $($rest)* }
    };
    ($(#[$attribute:meta])* async fn $name:ident($db:ident from $template:expr) $body:block $($rest:tt)*) => {
        $(#[$attribute])*
        mod $name {
            use super::*;

            async fn body($db: &$crate::support::TestDb) $body

            #[test]
            fn sqlite() {
                let db = $crate::support::TestDb::sqlite(&$template);
                ::actix_web::rt::System::new().block_on(body(&db));
            }

            #[test]
            fn postgres() {
                if let Some(db) = $crate::support::TestDb::postgres(&$template) {
                    ::actix_web::rt::System::new().block_on(body(&db));
                }
            }
        }
        on_both_databases! { $($rest)* }
    };
}

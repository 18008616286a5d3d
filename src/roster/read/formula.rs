//! What kind of formula a cell holds.

use crate::roster::grid::Origin;

/// Tells whether a formula looks into another sheet or file ([`Origin::ReferenceFormula`]) or stays on its own sheet
/// ([`Origin::ConstantFormula`]: `="038…"`, `=B2&" "&C2`), as the finding codes `FORMULA_XREF` and `FORMULA_TEXT` part them.
///
/// `sheet_mark` is the character that follows a sheet name: `!` in Excel formulas, `.` in OpenDocument ones.
pub fn origin_of(formula: &str, sheet_mark: char) -> Origin {
    let mut in_text = false;
    let mut previous = ' ';
    for character in formula.chars() {
        match character {
            '"' => in_text = !in_text,
            _ if in_text => {}
            // OpenDocument writes `[.B2]` for a cell of the same sheet, `['DM'.B2]` for another one.
            _ if character == sheet_mark
                && !(sheet_mark == '.' && (matches!(previous, '[' | ':') || previous.is_ascii_digit())) =>
            {
                return Origin::ReferenceFormula;
            }
            _ => {}
        }
        previous = character;
    }
    Origin::ConstantFormula
}

/// The text inside `="…"`, as delimited text files carry it to save leading zeros.
pub fn constant_text(cell: &str) -> Option<&str> {
    cell.strip_prefix("=\"")?.strip_suffix('"').filter(|inner| !inner.contains('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_that_leave_the_sheet() {
        for formula in ["VLOOKUP(F2,DM!$A$2:$C$200,2,0)", "DM!C2", "'Thôn 1'!B2", "[1]DM!A1"] {
            assert_eq!(origin_of(formula, '!'), Origin::ReferenceFormula, "{formula}");
        }
        for formula in ["\"038168167270\"", "B2&\" \"&C2", "TEXT(A1,\"dd!mm\")", "COUNTA(B2:B9)*1.5"] {
            assert_eq!(origin_of(formula, '!'), Origin::ConstantFormula, "{formula}");
        }
        assert_eq!(origin_of("of:=[DM.C2]", '.'), Origin::ReferenceFormula);
        assert_eq!(origin_of("of:=[$'Thôn 1'.$C$2]", '.'), Origin::ReferenceFormula);
        assert_eq!(origin_of("of:=[.B2]&\". \"&SUM([.C2:.C9])*1.5", '.'), Origin::ConstantFormula);
    }

    #[test]
    fn constants_of_text_files() {
        assert_eq!(constant_text("=\"038\""), Some("038"));
        assert_eq!(constant_text("=\"038\"&\"1\""), None);
        assert_eq!(constant_text("=A1"), None);
    }
}

//! A [`Workbook`](super::grid::Workbook) to cleaned rows with findings: layout, columns by meaning, values.

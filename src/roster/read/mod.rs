//! Bytes of a file to a [`Workbook`](super::grid::Workbook): type by content, archive pre-scan, one reader per format.

//! Tables on a terminal.

/// Which side a column keeps to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A table with its header.
#[derive(Debug, Clone)]
pub struct Table {
    columns: Vec<(&'static str, Side)>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table without rows.
    pub fn new(columns: &[(&'static str, Side)]) -> Self {
        Self { columns: columns.to_vec(), rows: Vec::new() }
    }

    /// Adds a row; cells beyond the columns are not shown.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// The table as text. Composed Vietnamese letters take one place each.
    pub fn render(&self) -> String {
        let width = |column: usize, header: &str| {
            let cells = self.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
            cells.chain([header.chars().count()]).max().unwrap_or_default()
        };
        let widths: Vec<usize> =
            self.columns.iter().enumerate().map(|(column, (header, _))| width(column, header)).collect();
        let header: Vec<String> = self.columns.iter().map(|(header, _)| (*header).to_owned()).collect();
        let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
        let lines = [&header, &rule].into_iter().chain(&self.rows).map(|row| self.line(row, &widths));
        lines.collect()
    }

    fn line(&self, row: &[String], widths: &[usize]) -> String {
        let cells: Vec<String> = self
            .columns
            .iter()
            .zip(widths)
            .enumerate()
            .map(|(column, ((_, side), width))| {
                let cell = row.get(column).map_or("", String::as_str);
                match side {
                    Side::Left => format!("{cell:<width$}"),
                    Side::Right => format!("{cell:>width$}"),
                }
            })
            .collect();
        format!("{}\n", cells.join("  ").trim_end())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_whatever_the_letters() {
        let mut table = Table::new(&[("Đơn vị", Side::Left), ("Đạt", Side::Right)]);
        table.row(["Thôn Ngọc Bình".to_owned(), "161".to_owned()]);
        table.row(["Thôn 10".to_owned(), "5".to_owned()]);
        let text = table.render();
        let expected = "Đơn vị          Đạt\n──────────────  ───\nThôn Ngọc Bình  161\nThôn 10           5\n";
        assert_eq!(text, expected);
    }
}

//! The look of every chart of a workbook.

use rust_xlsxwriter::{Chart, ChartFont, ChartLegendPosition, ChartLine};

use super::style::{FONT, GRID};

/// Fonts, legend and axes of every chart.
pub fn dress(chart: &mut Chart, title: &str, alt_text: &str) {
    let mut font = ChartFont::new();
    font.set_name(FONT).set_size(11);
    let mut bold = ChartFont::new();
    bold.set_name(FONT).set_size(13).set_bold();
    chart.title().set_name(title).set_font(&bold);
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&font);
    chart.x_axis().set_font(&font);
    let mut grid = ChartLine::new();
    grid.set_color(GRID).set_width(0.75);
    chart.y_axis().set_font(&font).set_min(0).set_num_format("#,##0").set_major_gridlines_line(&grid);
    chart.set_alt_text(alt_text);
}

//! The look of every chart of a workbook.

use rust_xlsxwriter::{Chart, ChartFont, ChartLegendPosition, ChartLine};

use super::carried::in_chart;
use super::style::{FONT, GRID, INTEGER};

/// Fonts, legend and axes of every chart.
pub fn dress(chart: &mut Chart, title: &str, alt_text: &str) {
    let mut font = ChartFont::new();
    font.set_name(FONT).set_size(11);
    let mut bold = ChartFont::new();
    bold.set_name(FONT).set_size(13).set_bold();
    chart.title().set_name(in_chart(title).as_str()).set_font(&bold);
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&font);
    chart.x_axis().set_font(&font);
    let mut grid = ChartLine::new();
    grid.set_color(GRID).set_width(0.75);
    chart.y_axis().set_font(&font).set_min(0).set_num_format(INTEGER).set_major_gridlines_line(&grid);
    // The library refuses more than 255 units of UTF-16.
    chart.set_alt_text(in_chart(alt_text).chars().take(120).collect::<String>());
}

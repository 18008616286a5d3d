//! The chart of a measure as a picture file (PNG), for mail programs, which show no SVG. It follows no style sheet of a page and brings its own colours;
//! the letters are those that are built in, so that every machine makes the same picture.

use std::sync::{Arc, LazyLock};

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use super::burn_up::{burn_up, description};
use crate::progress::report::Series;

/// Width of the picture in pixels: twice the width at which a phone shows it, so that letters stay sharp.
const WIDTH: u32 = 760;
/// The family of the letters.
const FAMILY: &str = "Libertinus Serif";
/// The colours of the pages in daylight (static/tiendo.css), with letters that can still be read where the picture is 360 pixels wide.
const STYLE: &str = "\
    text { font-family: 'Libertinus Serif'; font-size: 16px; fill: #17202a; }\
    .chart-tick { font-size: 15px; fill: #4a5866; }\
    .chart-value { font-size: 20px; font-weight: 700; fill: #0b4f8a; }\
    .chart-end { text-anchor: end; }\
    .chart-middle { text-anchor: middle; }\
    .chart-grid { stroke: #d3dae2; stroke-width: 1; }\
    .chart-quota { stroke: #17202a; stroke-width: 1.5; stroke-dasharray: 7 5; }\
    .chart-even { stroke: #8694a3; stroke-width: 1.25; stroke-dasharray: 2 3; }\
    .chart-deadline { stroke: #a4271c; stroke-width: 1.5; }\
    .chart-done { fill: none; stroke: #0b4f8a; stroke-width: 3; stroke-linejoin: round; }\
    .chart-band { fill: #0b4f8a; opacity: 0.14; }\
    .chart-likely { stroke: #0b4f8a; stroke-width: 1.5; stroke-dasharray: 4 3; }\
    .chart-today { stroke: #8694a3; stroke-width: 1; }\
    .chart-dot { fill: #0b4f8a; stroke: #ffffff; stroke-width: 2; }";

/// A picture with what it tells, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// PNG.
    pub bytes: Vec<u8>,
    /// What is drawn.
    pub title: String,
    /// For those who do not see it.
    pub words: String,
}

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    for font in typst_assets::fonts() {
        fonts.load_font_source(fontdb::Source::Binary(Arc::new(font)));
    }
    Arc::new(fonts)
});

/// Draws a measure over time.
///
/// # Errors
/// The drawing library refused: a fault of the drawing, never of the figures. In words for the log.
pub fn picture(series: &Series) -> Result<Picture, String> {
    let options = Options {
        font_family: FAMILY.to_owned(),
        languages: vec!["vi".to_owned()],
        fontdb: FONTS.clone(),
        style_sheet: Some(STYLE.to_owned()),
        ..Options::default()
    };
    // Within a page the name space goes without saying.
    let svg = burn_up(series).replacen("<svg ", r#"<svg xmlns="http://www.w3.org/2000/svg" "#, 1);
    let tree = Tree::from_str(&svg, &options).map_err(|error| error.to_string())?;
    let scale = WIDTH as f32 / tree.size().width();
    // A few hundred pixels: far within what a whole number holds.
    let height = (tree.size().height() * scale).ceil() as u32;
    let mut canvas = Pixmap::new(WIDTH, height).ok_or("không dựng được khung hình")?;
    canvas.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut canvas.as_mut());
    Ok(Picture { bytes: png(&canvas)?, title: series.measure.name.clone(), words: description(series) })
}

/// Nothing shines through, so three bytes a pixel say everything.
fn png(canvas: &Pixmap) -> Result<Vec<u8>, String> {
    let opaque: Vec<u8> = canvas.pixels().iter().flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]).collect();
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive);
    let written = encoder.write_image(&opaque, canvas.width(), canvas.height(), ExtendedColorType::Rgb8);
    written.map_err(|error| error.to_string())?;
    Ok(bytes)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::charts::burn_up::tests::sample;

    #[test]
    fn the_picture_is_small_the_same_every_time_and_has_letters() {
        let made = picture(&sample()).unwrap();
        assert_eq!(made, picture(&sample()).unwrap());
        assert!(made.bytes.len() <= 40_000, "{} bytes", made.bytes.len());
        assert!(made.words.starts_with("Mức 2 đã kích hoạt: đến ngày 31/5/2023 được 1.068"), "{}", made.words);
        let read = image::load_from_memory(&made.bytes).unwrap().to_rgb8();
        assert_eq!(read.width(), WIDTH);
        // Without the words of the quota there is less ink: the letters are there.
        let mut silent = sample();
        silent.quota = None;
        let ink = |bytes: &[u8]| {
            let read = image::load_from_memory(bytes).unwrap().to_rgb8();
            read.pixels().filter(|pixel| pixel.0.iter().all(|part| *part < 100)).count()
        };
        assert!(ink(&made.bytes) > ink(&picture(&silent).unwrap().bytes) + 300);
    }
}

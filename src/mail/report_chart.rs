//! The chart within a report mail: the measure that the subject names, over time.

use super::content::Attachment;
use crate::charts::{Picture, picture};
use crate::progress::report::Series;
use crate::workbooks::{Cited, wording};

/// The name of the picture; the HTML shows it as `cid:` and this.
pub const FILE_NAME: &str = "bieu-do.png";
/// Days that make a line.
const FEWEST_POINTS: usize = 2;

/// The picture with what it tells in words; nothing where there is no line to draw yet.
pub fn chart(cited: &Cited) -> Option<Picture> {
    let leading = wording::leading(&cited.report)?;
    let of = |series: &&Series| {
        series.measure.code == leading.measure.code && series.measure.audience == leading.measure.audience
    };
    let series = cited.series.iter().find(of).filter(|series| series.points.len() >= FEWEST_POINTS)?;
    // A mail without its picture is still worth sending.
    picture(series).inspect_err(|error| tracing::error!(%error, "chart of a mail not drawn")).ok()
}

/// As it travels.
pub fn attached(picture: Option<Picture>) -> Vec<Attachment> {
    let file = |picture: Picture| Attachment {
        file_name: FILE_NAME.to_owned(),
        media_type: "image/png".to_owned(),
        bytes: picture.bytes,
    };
    picture.into_iter().map(file).collect()
}

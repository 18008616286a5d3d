//! The QR code on a photo of a card, where the browser cannot read one itself.
//!
//! A picture is a stranger's file: only the two formats that cameras make are read, and its size is asked for before anything is unpacked, so that a small
//! file cannot become a large picture. Nothing of it is kept.

use std::io::Cursor;
use std::sync::Mutex;

use image::imageops::FilterType;
use image::{DynamicImage, GrayImage, ImageFormat, ImageReader, Limits};

/// The most bytes of a photo: those of telephones have three to eight million.
pub const MOST_BYTES: usize = 12 << 20;
/// The most picture elements: telephones take pictures of twelve million unless they are told otherwise.
const MOST_PIXELS: u64 = 32_000_000;
/// The longest side.
const LONGEST_SIDE: u32 = 12_000;
/// The most memory for unpacking.
const MOST_MEMORY: u64 = 192 << 20;
/// Longest sides at which the code is looked for: most are found in the small picture, in a tenth of the time.
const SIDES: [u32; 3] = [1_000, 2_000, 4_000];

/// One photo is unpacked at a time: a dozen at once would take the memory of a small server.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Why a photo gives no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhotoError {
    /// Too many bytes or picture elements.
    #[error("Ảnh quá lớn: nhiều nhất 12 MB và 32 triệu điểm ảnh. Chụp lại ở độ phân giải thường.")]
    TooBig,
    /// No JPEG or PNG, or a damaged one.
    #[error("Không đọc được ảnh: chỉ nhận ảnh JPEG hoặc PNG còn nguyên vẹn. Chụp lại rồi gửi.")]
    NotAPicture,
    /// No code that can be read.
    #[error("Không tìm thấy mã QR rõ trong ảnh. Chụp lại gần hơn, đủ sáng, không lóa, thẻ nằm phẳng.")]
    NoCode,
}

/// The text of the first QR code on a photo that can be read.
///
/// # Errors
/// See [`PhotoError`].
pub fn read_photo(bytes: &[u8]) -> Result<String, PhotoError> {
    let picture = unpack(bytes)?;
    let longest = picture.width().max(picture.height());
    let mut tried = 0;
    for side in SIDES {
        let side = side.min(longest);
        if side == tried {
            break;
        }
        tried = side;
        if let Some(text) = code_of(&scaled(&picture, side, longest)) {
            return Ok(text);
        }
    }
    Err(PhotoError::NoCode)
}

fn unpack(bytes: &[u8]) -> Result<GrayImage, PhotoError> {
    if bytes.len() > MOST_BYTES {
        return Err(PhotoError::TooBig);
    }
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let (width, height) = reader(bytes)?.into_dimensions().map_err(|_| PhotoError::NotAPicture)?;
    if width.max(height) > LONGEST_SIDE || u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(PhotoError::TooBig);
    }
    let mut reader = reader(bytes)?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    reader.limits(limits);
    reader.decode().map(DynamicImage::into_luma8).map_err(|_| PhotoError::NotAPicture)
}

fn reader(bytes: &[u8]) -> Result<ImageReader<Cursor<&[u8]>>, PhotoError> {
    let format = image::guess_format(bytes).map_err(|_| PhotoError::NotAPicture)?;
    if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png) {
        return Err(PhotoError::NotAPicture);
    }
    Ok(ImageReader::with_format(Cursor::new(bytes), format))
}

/// The picture with another longest side.
fn scaled(picture: &GrayImage, side: u32, longest: u32) -> GrayImage {
    if side >= longest {
        return picture.clone();
    }
    let shrunk = |length: u32| {
        let length = u64::from(length) * u64::from(side) / u64::from(longest.max(1));
        u32::try_from(length).unwrap_or(side).max(1)
    };
    image::imageops::resize(picture, shrunk(picture.width()), shrunk(picture.height()), FilterType::Triangle)
}

fn code_of(picture: &GrayImage) -> Option<String> {
    let (width, height) = (usize::try_from(picture.width()).ok()?, usize::try_from(picture.height()).ok()?);
    let grey = |x: usize, y: usize| picture.as_raw().get(y * width + x).copied().unwrap_or(u8::MAX);
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, grey);
    prepared.detect_grids().into_iter().find_map(|grid| {
        let mut text = Vec::new();
        grid.decode_to(&mut text).ok()?;
        String::from_utf8(text).ok()
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use image::Luma;

    use super::*;

    const CARD: &str = "001099000001|012345678|Nguyễn Văn An|01021999|Nam|Thôn 1, Xã Bình Minh, Tỉnh Phú Yên|15042021";

    /// The code of a text, each module so many picture elements wide.
    fn code(text: &str, module: u32) -> GrayImage {
        let code = qrcode::QrCode::new(text).unwrap();
        let width = u32::try_from(code.width()).unwrap();
        let colors = code.to_colors();
        let side = (width + 8) * module;
        GrayImage::from_fn(side, side, |x, y| {
            let at = |v: u32| (v / module).checked_sub(4).filter(|at| *at < width);
            let dark = at(x)
                .zip(at(y))
                .is_some_and(|(x, y)| colors[usize::try_from(y * width + x).unwrap()] == qrcode::types::Color::Dark);
            Luma([if dark { 20 } else { 235 }])
        })
    }

    /// The code somewhere on a larger, uneven ground, turned by an angle in degrees.
    fn photo(text: &str, angle: f64, width: u32, height: u32) -> GrayImage {
        let code = code(text, 6);
        let half = f64::from(code.width()) / 2.0;
        let (sin, cos) = angle.to_radians().sin_cos();
        GrayImage::from_fn(width, height, |x, y| {
            let (dx, dy) = (f64::from(x) - f64::from(width) * 0.55, f64::from(y) - f64::from(height) * 0.5);
            let (u, v) = (dx * cos + dy * sin + half, -dx * sin + dy * cos + half);
            let inside = u >= 0.0 && v >= 0.0 && u < 2.0 * half && v < 2.0 * half;
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "inside the picture")]
            if inside {
                *code.get_pixel(u as u32, v as u32)
            } else {
                Luma([u8::try_from((x / 9 + y / 7) % 60).unwrap() + 150])
            }
        })
    }

    fn bytes(picture: &GrayImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::ImageLuma8(picture.clone()).write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_card_is_read_from_either_format_turned_and_in_a_larger_picture() {
        for (angle, format) in [
            (0.0, ImageFormat::Png),
            (0.0, ImageFormat::Jpeg),
            (17.0, ImageFormat::Jpeg),
            (90.0, ImageFormat::Png),
            (200.0, ImageFormat::Jpeg),
        ] {
            let taken = bytes(&photo(CARD, angle, 1_400, 1_000), format);
            assert_eq!(read_photo(&taken).as_deref(), Ok(CARD), "{angle}° {format:?}");
        }
        assert_eq!(
            read_photo(&bytes(&photo(CARD, 8.0, 3_000, 2_200), ImageFormat::Jpeg)).as_deref(),
            Ok(CARD),
            "small in a large photo"
        );
    }

    #[test]
    fn what_is_no_photo_of_a_code_says_so() {
        assert_eq!(read_photo(b""), Err(PhotoError::NotAPicture));
        assert_eq!(read_photo(b"GIF89a\x01\x00\x01\x00"), Err(PhotoError::NotAPicture));
        assert_eq!(read_photo(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), Err(PhotoError::NotAPicture));
        assert_eq!(read_photo(&bytes(&GrayImage::new(1, 1), ImageFormat::Png)), Err(PhotoError::NoCode));
        assert_eq!(read_photo(&bytes(&GrayImage::new(640, 480), ImageFormat::Jpeg)), Err(PhotoError::NoCode));
        let whole = bytes(&photo(CARD, 0.0, 800, 600), ImageFormat::Png);
        assert_eq!(read_photo(&whole[..whole.len() / 2]), Err(PhotoError::NotAPicture), "cut off");
        let jpeg = bytes(&photo(CARD, 0.0, 800, 600), ImageFormat::Jpeg);
        for cut in [3, 20, 200, 700] {
            assert!(read_photo(&jpeg[..cut]).is_err(), "cut off at {cut}");
        }
    }

    #[test]
    fn a_large_picture_in_a_small_file_is_not_unpacked() {
        let bomb = bytes(&GrayImage::new(11_000, 3_000), ImageFormat::Png);
        assert!(bomb.len() < 200_000, "{}", bomb.len());
        assert_eq!(read_photo(&bomb), Err(PhotoError::TooBig));
        // The header alone claims a picture that nobody has.
        let mut claimed = bytes(&GrayImage::new(8, 8), ImageFormat::Png);
        claimed[16..24].copy_from_slice(&[0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff]);
        assert!(matches!(read_photo(&claimed), Err(PhotoError::TooBig | PhotoError::NotAPicture)));
        assert_eq!(read_photo(&vec![0xff; MOST_BYTES + 1]), Err(PhotoError::TooBig));
    }
}

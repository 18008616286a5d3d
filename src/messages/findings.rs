//! The sentence of each finding: what it is, where, and what was done about it or is to be done.

use crate::roster::finding::FindingCode as C;

/// The sentence of a finding in a row, or about a sheet or file where there is no column. `given` is the value as the list has it; for rows listed
/// twice it names the other row.
pub fn sentence(code: C, column: Option<u16>, given: Option<&str>) -> String {
    let place = column.map(|column| format!("Cột {}: ", column_letters(column))).unwrap_or_default();
    let value = given.map(|given| format!(" “{}”", one_line(given))).unwrap_or_default();
    let text =
        in_a_row(code, &value).or_else(|| about_the_person(code, &value)).unwrap_or_else(|| about_the_file(code));
    let mut sentence = format!("{place}{text}");
    if place.is_empty() {
        capitalise(&mut sentence);
    }
    sentence
}

/// The letters of a column as a spreadsheet shows them: 1 → `A`, 28 → `AB`.
pub fn column_letters(column: u16) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn capitalise(text: &mut String) {
    let Some(first) = text.chars().next() else { return };
    let upper: String = first.to_uppercase().collect();
    text.replace_range(..first.len_utf8(), &upper);
}

/// Findings in the cells for name, birth date, sex, ID number and phone.
fn about_the_person(code: C, value: &str) -> Option<String> {
    Some(match code {
        C::NameUpper => format!("họ tên{value} viết hoa toàn bộ, đã chuyển về chữ thường có viết hoa đầu từ."),
        C::NameLower => format!("họ tên{value} viết thường toàn bộ, đã viết hoa đầu từ."),
        C::NameNfd => format!("họ tên{value} dùng chữ tổ hợp, đã chuyển về chữ dựng sẵn."),
        C::NameSpaces => format!("họ tên{value} thừa dấu cách, tab hoặc xuống dòng, đã bỏ."),
        C::NameZerowidth => format!("họ tên{value} có ký tự không nhìn thấy, đã bỏ."),
        C::NameTcvn3 => format!("họ tên{value} gõ bằng bảng mã TCVN3 (ABC), đã chuyển về Unicode."),
        C::NameVni => format!("họ tên{value} gõ bằng bảng mã VNI, đã chuyển về Unicode."),
        C::NameEth => format!("họ tên{value} dùng chữ Ð của tiếng nước ngoài, đã thay bằng chữ Đ."),
        C::NamePrefix => format!("họ tên{value} kèm cách xưng hô hoặc chú thích, đã bỏ phần này."),
        C::NameMissing => "thiếu họ tên; bổ sung họ tên để nhập được dòng này.".to_owned(),
        C::NameNoDiacritics => format!("họ tên{value} viết không dấu; đối chiếu giấy tờ và sửa lại cho đúng."),
        C::NameHtml => format!("họ tên{value} có ký tự lạ hoặc mã lệnh, giữ nguyên chữ; kiểm tra và sửa lại họ tên."),
        C::NameEmoji => format!("họ tên{value} có biểu tượng, giữ nguyên; kiểm tra và sửa lại họ tên."),
        C::NameMojibake => format!("họ tên{value} bị đọc nhầm bảng mã, đã khôi phục; kiểm tra lại."),
        C::DobYearOnly => format!("chỉ có năm sinh{value}, đã ghi nhận năm."),
        C::Dob2digit => format!("năm sinh{value} ghi hai chữ số, đã bổ sung thế kỷ."),
        C::DobZeroDayMonth => format!("ngày sinh{value} để ngày, tháng bằng 0, đã ghi nhận phần biết được."),
        C::DobSerial => format!("ngày sinh{value} là số ngày của Excel, đã đổi ra ngày tháng."),
        C::DobCompact => format!("ngày sinh{value} viết liền, đã tách ngày, tháng, năm."),
        C::DobWords => format!("ngày sinh{value} ghi bằng chữ, đã đổi ra ngày tháng."),
        C::DobMonthYear => format!("ngày sinh{value} chỉ có tháng và năm; bổ sung ngày nếu biết."),
        C::DobImpossible => format!("ngày sinh{value} không có thật; sửa lại theo giấy tờ."),
        C::DobFuture => format!("ngày sinh{value} sau ngày lập danh sách; sửa lại theo giấy tờ."),
        C::DobTooOld => format!("ngày sinh{value} trước năm 1900; sửa lại theo giấy tờ."),
        C::DobMissing => "thiếu ngày sinh; bổ sung ngày hoặc năm sinh.".to_owned(),
        C::DobUnreadable => format!("ngày sinh{value} không đọc được; ghi lại theo dạng ngày/tháng/năm."),
        C::DobUsSwapped => format!("ngày sinh{value} bị đảo ngày và tháng như cả cột, đã đổi lại; kiểm tra."),
        C::SexCccdMismatch => {
            format!("giới tính{value} trái với chữ số thứ tư của số định danh; kiểm tra giới tính và số định danh.")
        }
        C::YobCccdMismatch => format!("năm sinh trái với số định danh{value}; kiểm tra ngày sinh và số định danh."),
        C::SexUnknown => format!("không hiểu giới tính{value}; ghi Nam hoặc Nữ."),
        C::CccdLeadingZero => format!("số định danh{value} mất số 0 ở đầu, đã bổ sung."),
        C::CccdFloat => format!("số định danh{value} ở dạng số thập phân, đã đổi về 12 chữ số."),
        C::CccdSci => format!("số định danh{value} ở dạng lũy thừa còn đủ chữ số, đã đổi về 12 chữ số."),
        C::CccdSciLoss => format!("số định danh{value} ở dạng lũy thừa đã mất chữ số; nhập lại đủ 12 chữ số."),
        C::CccdSeparators => format!("số định danh{value} có dấu cách, chấm hoặc gạch, đã bỏ."),
        C::CccdApostrophe => format!("số định danh{value} có dấu nháy ở đầu, đã bỏ."),
        C::CccdLetter => format!("số định danh{value} có chữ cái thay chữ số, đã đổi; đối chiếu giấy tờ."),
        C::CccdCmnd9 => format!("số{value} là CMND 9 số; bổ sung số định danh 12 chữ số."),
        C::CmndLeadingZero => format!("số{value} là CMND mất số 0 ở đầu, đã bổ sung; cần số định danh 12 chữ số."),
        C::CccdLength => format!("số định danh{value} không đủ hoặc thừa chữ số; nhập lại đủ 12 chữ số."),
        C::CccdProvince => format!("số định danh{value} có mã tỉnh không tồn tại; kiểm tra lại số."),
        C::CccdMissing => "thiếu số định danh; bổ sung khi có.".to_owned(),
        C::CccdFullwidth => format!("số định danh{value} dùng chữ số toàn khổ, đã đổi về chữ số thường."),
        C::CccdText => format!("ô số định danh ghi chữ{value}; bổ sung số khi có."),
        C::PhoneLeadingZero => format!("số điện thoại{value} mất số 0 ở đầu, đã bổ sung."),
        C::PhonePlus84 => format!("số điện thoại{value} có mã quốc gia 84, đã đổi về số 0 ở đầu."),
        C::PhoneSeparators => format!("số điện thoại{value} có dấu cách, chấm, gạch hoặc chữ, đã bỏ."),
        C::PhoneTwo => format!("ô có hai số điện thoại{value}, số đầu là số chính."),
        C::PhoneOld11 => format!("số điện thoại{value} là số 11 chữ số cũ, đã đổi sang 10 chữ số."),
        C::PhoneLength => format!("số điện thoại{value} sai số chữ số; nhập lại đủ 10 chữ số."),
        C::PhoneLandline => {
            format!("số điện thoại{value} là số cố định, không nhận được tin nhắn; bổ sung số di động.")
        }
        C::PhoneMissing => "không có số điện thoại.".to_owned(),
        C::PhoneShared => format!("số điện thoại{value} dùng chung cho nhiều người; kiểm tra số chính chủ."),
        C::PhoneText => format!("ô số điện thoại ghi chữ{value}, coi là không có số."),
        C::PhonePrefix => format!("số điện thoại{value} có đầu số không tồn tại; kiểm tra lại số."),
        _ => return None,
    })
}

/// Findings in other cells, and rows listed twice.
fn in_a_row(code: C, value: &str) -> Option<String> {
    Some(match code {
        C::MarkUnknown => format!("không hiểu dấu{value}; đánh x nếu đã có, để trống nếu chưa."),
        C::MarkContradiction => format!(
            "dấu hoặc ngày{value} trái với các cột khác (đã kích hoạt mà chưa có tài khoản, hoặc có ngày mà ghi chưa); kiểm tra lại."
        ),
        C::MsDateFuture => format!("ngày{value} sau ngày lập danh sách; sửa lại ngày."),
        C::MsOrder => format!("ngày{value} trước ngày cấp tài khoản; kiểm tra lại hai ngày."),
        C::MsDateImpossible => format!("ngày{value} không có thật; sửa lại ngày."),
        C::StatusUnknown => format!("không hiểu tình trạng{value}; ghi rõ đã cấp, đã kích hoạt hoặc chưa, kèm mức."),
        C::VillageVariant => format!("tên thôn{value} viết khác, đã đưa về tên thường dùng."),
        C::VillageUnknown => format!("thôn{value} không thuộc xã; chọn thôn đúng hoặc thêm thôn mới."),
        C::VillageMissing => "thiếu tên thôn; bổ sung thôn của người này.".to_owned(),
        C::DupExact => format!("trùng hoàn toàn với{value}, chỉ tính một lần."),
        C::DupMerge => format!("cùng số định danh với{value}, dữ liệu bổ sung cho nhau; kiểm tra khi gộp."),
        C::DupConflict => {
            format!("cùng số định danh với{value} nhưng khác người hoặc khác dữ liệu; xác định dòng đúng.")
        }
        C::DupNoId => {
            format!("trùng họ tên và ngày sinh với{value}, không có số định danh; kiểm tra có phải một người.")
        }
        C::DupCmndCccd => format!(
            "cùng họ tên và ngày sinh với{value}, một dòng ghi CMND, một dòng ghi số định danh; kiểm tra có phải một người."
        ),
        C::Resubmit => format!("đã gửi trước đó ở{value}, lần gửi sau có hiệu lực."),
        C::NoteStatus => format!("ghi chú{value} nói về tình trạng của người này, đã ghi nhận."),
        C::LongNote => "ghi chú rất dài (trên 2.000 ký tự), giữ nguyên.".to_owned(),
        C::CsvInjection => {
            format!("ô chữ{value} bắt đầu bằng dấu của công thức, giữ nguyên chữ và vô hiệu khi xuất ra.")
        }
        C::FormulaText => "ô là công thức ghép chữ, đã lấy giá trị đã tính.".to_owned(),
        C::FormulaXref => "ô là công thức lấy từ nơi khác, đã lấy giá trị đã tính.".to_owned(),
        C::FormulaNoCache => "ô là công thức chưa có giá trị; mở tệp bằng Excel và lưu lại.".to_owned(),
        C::CellError => format!("ô báo lỗi{value}; sửa công thức hoặc nhập lại giá trị."),
        C::MergedData => format!("ô gộp hoặc để trống theo dòng trên, dùng giá trị{value} của dòng trên."),
        C::DittoMark => format!("ô ghi «như trên», dùng giá trị{value} của dòng trên."),
        C::RowHidden => {
            "dòng này bị ẩn hoặc bị lọc trong tệp, vẫn được đọc; kiểm tra có phải dòng cần nhập.".to_owned()
        }
        C::XfileSame => "người này đã có ở danh sách khác với cùng dữ liệu.".to_owned(),
        C::XfileConflict => format!("dữ liệu{value} khác với danh sách khác của cùng người; chọn dữ liệu đúng."),
        C::XfileMoved => format!("người này chuyển thôn{value}; đối chiếu với danh sách của thôn mới."),
        _ => return None,
    })
}

/// Findings about a sheet or the whole file.
fn about_the_file(code: C) -> String {
    match code {
        C::ColHidden => "có cột bị ẩn, vẫn được đọc.",
        C::FooterTotalMismatch => "số tổng ghi cuối bảng khác số dòng đọc được; kiểm tra danh sách có thiếu người.",
        C::MarksEmpty => {
            "mọi cột đánh dấu (mức định danh, kích hoạt, chữ ký số…) đều trống; nếu đánh dấu bằng màu ô thì ghi x vào ô rồi tải lại tệp."
        }
        C::SheetEmpty => "trang tính không có dữ liệu.",
        C::HeaderOnly => "chỉ có dòng tiêu đề, chưa có người nào.",
        C::WorkbookEmpty => "tệp không có dữ liệu; kiểm tra đã chọn đúng tệp.",
        C::SheetHidden => "trang tính bị ẩn nhưng có danh sách, vẫn được đọc; kiểm tra có phải dữ liệu cũ.",
        C::SheetNotRoster => "trang tính không phải danh sách người, không nhập.",
        C::FileWrongExt => "đuôi tệp khác với nội dung thật, đã đọc theo nội dung.",
        C::FileHtmlXls => "tệp .xls thật ra là trang HTML, đã đọc theo nội dung.",
        C::FileEncrypted => "tệp đặt mật khẩu nên không đọc được; bỏ mật khẩu rồi gửi lại.",
        C::FileCorrupt => "tệp hỏng hoặc bị cắt; mở bằng Excel, lưu lại rồi gửi lại.",
        C::ColumnRefused => "có cột mật khẩu hoặc mã OTP: cột này không được đọc, không lưu; tệp gốc được xóa khi ghi nhận.",
        C::FileTooBig => "tệp quá lớn; chia nhỏ theo thôn rồi gửi lại.",
        C::FileUnsafe => "tệp có cấu trúc không an toàn nên không đọc; lưu lại thành tệp mới rồi gửi.",
        C::FileUnknown => "không nhận ra loại tệp; dùng xlsx, xls, ods hoặc csv.",
        C::FileMacros => "tệp có macro, đã bỏ qua phần này.",
        _ => "có điều cần kiểm tra ở dòng này.",
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_sentence_of_its_own() {
        let mut seen = std::collections::HashSet::new();
        for code in C::ALL {
            let text = sentence(*code, Some(5), Some("giá trị"));
            assert!(text.starts_with("Cột E: ") && text.ends_with('.'), "{code:?}: {text}");
            assert!(!text.contains("cần kiểm tra ở dòng này"), "{code:?}");
            assert!(seen.insert(text), "{code:?}");
        }
    }

    #[test]
    fn columns_are_named_as_in_a_spreadsheet() {
        for (column, letters) in [(1, "A"), (26, "Z"), (27, "AA"), (28, "AB"), (702, "ZZ"), (703, "AAA")] {
            assert_eq!(column_letters(column), letters);
        }
    }

    #[test]
    fn a_sentence_without_a_column_starts_with_a_capital() {
        assert_eq!(sentence(C::WorkbookEmpty, None, None), "Tệp không có dữ liệu; kiểm tra đã chọn đúng tệp.");
    }
}

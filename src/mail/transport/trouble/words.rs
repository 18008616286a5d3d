//! What goes wrong on the way to a mail server, in words, and what to do about it.

use super::{ABOUT_SIGNING_IN, Cause, CertificateFault, Step, Trouble};

impl Step {
    /// Its name.
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::Settings => "Thiết lập",
            Self::Resolve => "Tra tên máy chủ",
            Self::Connect => "Kết nối",
            Self::Greeting => "Lời chào (EHLO)",
            Self::StartTls => "Mã hóa (TLS)",
            Self::Certificate => "Chứng thư của máy chủ",
            Self::SignIn => "Đăng nhập (AUTH)",
            Self::Sender => "Người gửi (MAIL FROM)",
            Self::Recipient => "Người nhận (RCPT TO)",
            Self::Data => "Nội dung thư (DATA)",
        }
    }

    fn refused(self) -> &'static str {
        match self {
            Self::Settings | Self::Resolve | Self::Connect | Self::Greeting => "Máy chủ thư không nhận kết nối",
            Self::StartTls | Self::Certificate => "Máy chủ thư không mã hóa được kết nối",
            Self::SignIn => "Máy chủ thư từ chối tên hoặc mật khẩu",
            Self::Sender => "Máy chủ thư từ chối người gửi",
            Self::Recipient => "Máy chủ thư từ chối người nhận",
            Self::Data => "Máy chủ thư từ chối thư",
        }
    }
}

impl Trouble {
    /// In one sentence without its full stop.
    pub fn reason(&self) -> String {
        match &self.cause {
            Cause::Silent(_) | Cause::Cut => format!("{} (bước {})", self.at_its_step(), self.step.vietnamese()),
            Cause::Certificate(_) => format!("Chứng thư của máy chủ thư {}", self.at_its_step()),
            Cause::Other(_) => format!("Không gửi được ở bước {}: {}", self.step.vietnamese(), self.at_its_step()),
            _ => self.at_its_step(),
        }
    }

    /// The same where the step has been named already.
    pub fn at_its_step(&self) -> String {
        match &self.cause {
            Cause::Said { code, text } => format!("{} ({code}): «{text}»", self.refused(*code)),
            Cause::Silent(seconds) => format!("Máy chủ thư không trả lời trong {seconds} giây"),
            Cause::Cut => "Máy chủ thư ngắt kết nối giữa chừng".to_owned(),
            Cause::NobodyListens => "Máy chủ thư từ chối kết nối: không có dịch vụ thư ở cổng này".to_owned(),
            Cause::UnknownName => "Không tra được địa chỉ của máy chủ thư".to_owned(),
            Cause::NoStartTls => {
                "Máy chủ thư không hỗ trợ mã hóa STARTTLS; thư không được gửi đi khi chưa mã hóa".to_owned()
            }
            Cause::NoMechanism => "Máy chủ thư không cho đăng nhập bằng PLAIN hoặc LOGIN".to_owned(),
            Cause::NotTls => "Máy chủ thư không mã hóa TLS ngay từ đầu ở cổng này".to_owned(),
            Cause::Certificate(fault) => format!("không dùng được: {}", fault.vietnamese()),
            Cause::Other(text) => text.clone(),
        }
    }

    fn refused(&self, code: u16) -> &'static str {
        match code {
            _ if self.step < Step::Sender => self.step.refused(),
            400..500 => "Máy chủ thư hẹn gửi lại sau",
            _ if ABOUT_SIGNING_IN.contains(&code) => "Máy chủ thư yêu cầu đăng nhập",
            _ => self.step.refused(),
        }
    }

    /// What to do about it.
    pub fn advice(&self) -> &'static str {
        let found = if self.step < Step::Sender { self.before_the_mail() } else { self.about_the_mail() };
        found.unwrap_or("Thử lại sau ít phút; nếu vẫn lỗi, báo đơn vị quản lý máy chủ thư kèm nguyên văn câu trên.")
    }

    fn before_the_mail(&self) -> Option<&'static str> {
        Some(match (&self.cause, self.step) {
            (Cause::UnknownName, _) => {
                "Kiểm tra tên máy chủ trong TIENDO_SMTP_URL và máy chủ tên miền (DNS) của máy này."
            }
            (Cause::NobodyListens, _) => {
                "Kiểm tra cổng trong TIENDO_SMTP_URL: smtps:// thường dùng 465, smtp:// thường dùng 587; hỏi đơn vị quản lý máy chủ thư."
            }
            (Cause::Silent(_), Step::Connect) => {
                "Tường lửa có thể chặn cổng này. Đề nghị đơn vị quản trị mạng mở kết nối từ máy này đến máy chủ thư."
            }
            (Cause::NoStartTls, _) => {
                "Dùng smtps:// với cổng 465, hoặc đề nghị đơn vị quản lý máy chủ thư bật STARTTLS."
            }
            (Cause::NotTls, _) => {
                "Kiểm tra cổng: smtps:// thường dùng 465. Nếu máy chủ mã hóa bằng STARTTLS (thường ở cổng 587) thì ghi smtp:// thay cho smtps://."
            }
            (Cause::Silent(_), Step::Greeting) => {
                "Cổng này có thể mã hóa ngay từ đầu: thử smtps:// (thường ở cổng 465). Nếu vẫn không được, kiểm tra cổng với đơn vị quản lý máy chủ thư."
            }
            (Cause::Said { .. }, Step::Greeting) => {
                "Máy chủ thư có thể chỉ nhận thư từ một số máy. Đề nghị đơn vị quản lý máy chủ thư cho phép địa chỉ mạng của máy này."
            }
            (Cause::NoMechanism, _) => {
                "Đề nghị đơn vị quản lý máy chủ thư cho phép đăng nhập bằng mật khẩu ứng dụng, hoặc bỏ tên và mật khẩu khỏi TIENDO_SMTP_URL nếu không cần."
            }
            (Cause::Certificate(fault), _) => fault.advice(),
            (Cause::Said { .. }, Step::SignIn) => {
                "Kiểm tra tên và mật khẩu trong TIENDO_SMTP_URL (ký tự đặc biệt viết dạng phần trăm, ví dụ @ là %40); nhiều máy chủ cần mật khẩu ứng dụng riêng."
            }
            _ => return None,
        })
    }

    fn about_the_mail(&self) -> Option<&'static str> {
        Some(match (&self.cause, self.step) {
            (Cause::Said { code, .. }, _) if *code < 500 => {
                "Chương trình tự gửi lại thư trong 48 giờ. Với lệnh này thì thử lại sau ít phút."
            }
            (Cause::Said { code, .. }, _) if ABOUT_SIGNING_IN.contains(code) => {
                "Máy chủ thư cần đăng nhập: ghi tên và mật khẩu vào TIENDO_SMTP_URL."
            }
            (Cause::Said { .. }, Step::Sender) => {
                "Đặt TIENDO_MAIL_FROM đúng địa chỉ của tài khoản thư đã đăng nhập, hoặc địa chỉ mà máy chủ cho phép gửi."
            }
            (Cause::Said { .. }, Step::Recipient) => "Kiểm tra lại địa chỉ người nhận với chính người nhận.",
            (Cause::Silent(_) | Cause::Cut, Step::Data) => {
                "Máy chủ thư có thể đã nhận thư: xem hộp thư của người nhận trước khi thử lại. Nếu vẫn lỗi, báo đơn vị quản lý máy chủ thư kèm nguyên văn câu trên."
            }
            (Cause::Said { .. }, Step::Data) => {
                "Máy chủ thư không nhận nội dung: có thể do dung lượng, hộp thư đầy hoặc bộ lọc. Hỏi đơn vị quản lý máy chủ thư, nêu nguyên văn câu trả lời trên."
            }
            _ => return None,
        })
    }
}

impl CertificateFault {
    /// In a few words.
    pub fn vietnamese(&self) -> String {
        match self {
            Self::UnknownAuthority => "do một tổ chức chưa được tin cậy cấp".to_owned(),
            Self::Expired => "đã hết hạn".to_owned(),
            Self::NotYet => "chưa đến ngày có hiệu lực".to_owned(),
            Self::OtherName => "cấp cho tên máy chủ khác".to_owned(),
            Self::Other(text) => text.clone(),
        }
    }

    fn advice(&self) -> &'static str {
        match self {
            Self::UnknownAuthority => {
                "Nếu đây là chứng thư do cơ quan hoặc tỉnh tự cấp: xin tệp chứng thư gốc (PEM) từ đơn vị cấp, đối chiếu rồi đặt TIENDO_SMTP_CA=/đường/dẫn/ca.pem. Không tắt kiểm tra chứng thư."
            }
            Self::Expired => "Đề nghị đơn vị quản lý máy chủ thư thay chứng thư; kiểm tra ngày giờ của máy này.",
            Self::NotYet => "Kiểm tra ngày giờ của máy này.",
            Self::OtherName => {
                "Ghi vào TIENDO_SMTP_URL đúng tên có trong chứng thư (không ghi địa chỉ IP hoặc tên khác)."
            }
            Self::Other(_) => "Báo đơn vị quản lý máy chủ thư kèm nguyên văn câu trên.",
        }
    }
}

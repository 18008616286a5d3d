//! Trying the way to the mail server step by step with a test mail, so that whoever sets it up learns at which step it fails and what to do.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::certificate::CertificateFacts;
use super::server::{Security, Server};
use super::session::{Session, untrusted_certificate};
use super::trouble::{Cause, Step, Trouble};
use super::{MailSettings, Outgoing, Transport, runtime};
use crate::mail::error::MailError;
use crate::mail::message::{Envelope, build_test};
use crate::mail::recipient::Recipient;
use crate::mail::send_report::message_id;
use crate::model::as_of::in_vietnam;

const SUBJECT: &str = "[tiendo] Thư kiểm tra đường gửi";

/// A step that was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Which.
    pub step: Step,
    /// Its name.
    pub name: &'static str,
    /// Whether it was done.
    pub ok: bool,
    /// What there is to say about it.
    pub detail: String,
    /// What to do about it, where it failed.
    pub advice: Option<&'static str>,
}

impl Line {
    fn done(step: Step, detail: String) -> Self {
        Self { step, name: step.vietnamese(), ok: true, detail, advice: None }
    }

    fn failed(trouble: &Trouble, detail: String) -> Self {
        Self { step: trouble.step, name: trouble.step.vietnamese(), ok: false, detail, advice: Some(trouble.advice()) }
    }
}

/// What became of a test mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tried {
    /// The mail server has taken it.
    Sent,
    /// It is a file, because no mail server is set.
    Written,
    /// A step failed.
    Failed,
}

/// Sends a test mail to an address as typed and tells each step as it is done.
///
/// # Errors
/// What is set cannot be understood, or the address is none. That a step fails is no error: it is told.
pub fn run(
    settings: &MailSettings,
    typed: &str,
    now: DateTime<Utc>,
    told: &mut dyn FnMut(Line),
) -> Result<Tried, MailError> {
    let recipient = Recipient::parse(typed)?;
    let (sender, server) = (settings.mailbox()?, settings.mail_server()?);
    let message_id = message_id()?;
    let envelope = Envelope { message_id: &message_id, sender: &sender, recipient: &recipient, subject: SUBJECT };
    let bytes = build_test(&envelope, now, &text(now))?;
    let Some(server) = server else {
        return into_folder(settings, &recipient, &bytes, now, told);
    };
    told(Line::done(Step::Settings, described(&server, sender.email.as_ref())));
    let runtime = runtime()?;
    let tried = runtime.block_on(converse(&server, &envelope, &bytes, told));
    let Err(trouble) = tried else { return Ok(Tried::Sent) };
    let mut detail = trouble.at_its_step();
    if let Cause::Certificate(_) = trouble.cause
        && let Ok(der) = runtime.block_on(untrusted_certificate(&server))
        && let Some(facts) = CertificateFacts::read(&der)
    {
        detail = format!("{detail}. Máy chủ đưa ra chứng thư {}", facts.described(now));
    }
    told(Line::failed(&trouble, detail));
    Ok(Tried::Failed)
}

async fn converse(
    server: &Server,
    envelope: &Envelope<'_>,
    bytes: &[u8],
    told: &mut dyn FnMut(Line),
) -> Result<(), Trouble> {
    let mut note = |step: Step, detail: String| told(Line::done(step, detail));
    let mut session = Session::open(server, &mut note).await?;
    session.address(&envelope.sender.email, envelope.recipient.address(), &mut note).await?;
    let answer = session.hand_over(bytes, server.patience_for(bytes.len())).await?;
    note(Step::Data, answer);
    session.close().await;
    Ok(())
}

/// Where no server is set a test mail is a file, as all mails are.
fn into_folder(
    settings: &MailSettings,
    recipient: &Recipient,
    bytes: &[u8],
    now: DateTime<Utc>,
    told: &mut dyn FnMut(Line),
) -> Result<Tried, MailError> {
    let folder = settings.folder.display();
    let detail =
        format!("chưa đặt TIENDO_SMTP_URL, nên thư không được gửi đi mà ghi thành tệp .eml trong thư mục {folder}");
    told(Line::done(Step::Settings, detail));
    let name = format!("thu-kiem-tra-{}", in_vietnam(now).format("%Y-%m-%d-%H%M%S"));
    let outgoing = Outgoing { recipient, bytes, name: &name };
    match Transport::open(settings)?.send(&outgoing, &mut || true) {
        Ok(_) => {
            told(Line::done(Step::Data, format!("{name}.eml")));
            Ok(Tried::Written)
        }
        Err(undelivered) => {
            let trouble = Trouble::new(Step::Data, Cause::Other(undelivered.reason.clone()));
            told(Line {
                advice: Some("Kiểm tra quyền ghi vào thư mục dữ liệu."),
                ..Line::failed(&trouble, undelivered.reason)
            });
            Ok(Tried::Failed)
        }
    }
}

/// What is set, without the password.
fn described(server: &Server, sender: &str) -> String {
    let security = match server.security {
        Security::Tls => "mã hóa TLS từ đầu",
        Security::StartTls => "mã hóa bằng STARTTLS",
        Security::None => "không mã hóa vì máy chủ thư ở ngay máy này",
    };
    let user = server.user.as_ref().map_or("không đăng nhập".to_owned(), |user| format!("đăng nhập bằng {user}"));
    let authorities = match server.authorities.as_slice() {
        [] => String::new(),
        given => {
            let names: Vec<&str> = given.iter().map(|facts| facts.subject.as_str()).collect();
            format!("; tin cậy thêm: {}", names.join(", "))
        }
    };
    let Server { host, port, .. } = server;
    format!("máy chủ {host}, cổng {port}, {security}, {user}, người gửi {sender}{authorities}")
}

fn text(now: DateTime<Utc>) -> String {
    let at = in_vietnam(now).format("%H:%M ngày %d/%m/%Y");
    format!(
        "Kính gửi đồng chí,\n\nĐây là thư kiểm tra đường gửi của chương trình theo dõi tiến độ chiến dịch, lập lúc {at}.\n\
         Nhận được thư này nghĩa là báo cáo và thư nhắc sẽ đến được địa chỉ này. Không cần trả lời.\n"
    )
}

//! Wrong usage, told in Vietnamese.

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::output;

/// How help is laid out.
pub const HELP: &str = "{about}\n\nCách dùng: {usage}\n\n{all-args}";

/// Prints help or the version, or says what is wrong with the arguments.
pub fn explain(error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        return match output::print(&translated(&error.render().to_string())) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        };
    }
    output::complain(&format!("{} Gõ «tiendo --help» hoặc «tiendo LỆNH --help» để xem cách dùng.", sentence(error)));
    ExitCode::from(2)
}

/// The words that clap writes into every help text itself.
const CLAP_WORDS: [(&str, &str); 6] = [
    ("Usage:", "Cách dùng:"),
    ("Commands:", "Các lệnh:"),
    ("Arguments:", "Tham số:"),
    ("Options:", "Tùy chọn:"),
    ("[OPTIONS]", "[TÙY CHỌN]"),
    ("<COMMAND>", "<LỆNH>"),
];

fn translated(help: &str) -> String {
    CLAP_WORDS.iter().fold(help.to_owned(), |text, (english, vietnamese)| text.replace(english, vietnamese))
}

fn sentence(error: &clap::Error) -> String {
    let word = |kind| error.get(kind).map(shown).unwrap_or_default();
    let (argument, value) = (plain(&word(ContextKind::InvalidArg)), word(ContextKind::InvalidValue));
    match error.kind() {
        ErrorKind::UnknownArgument => format!("Không có tùy chọn «{argument}»."),
        ErrorKind::InvalidSubcommand => format!("Không có lệnh «{}».", word(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingRequiredArgument => format!("Thiếu {argument}."),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => "Thiếu lệnh.".to_owned(),
        ErrorKind::InvalidValue if value.is_empty() => format!("Tùy chọn «{argument}» cần một giá trị."),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("Giá trị «{value}» của «{argument}» không hợp lệ{}.", why(error))
        }
        ErrorKind::ArgumentConflict => {
            format!("Không dùng «{argument}» cùng với «{}».", word(ContextKind::PriorArg))
        }
        _ => "Lệnh không đúng.".to_owned(),
    }
}

/// What our own parsers say; those of the libraries speak English.
fn why(error: &clap::Error) -> String {
    let said = std::error::Error::source(error).map(ToString::to_string);
    said.filter(|said| !said.is_ascii()).map(|said| format!(": {said}")).unwrap_or_default()
}

/// `--port <CỔNG>` without the name of its value, `<TỆP>...` without the dots.
fn plain(argument: &str) -> String {
    let option = argument.split_once(" <").map_or(argument, |(option, _)| option);
    option.trim_end_matches("...").to_owned()
}

fn shown(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(words) => words.join(", "),
        other => other.to_string(),
    }
}

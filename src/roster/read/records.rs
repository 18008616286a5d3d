//! Records of delimited text. A quote opens only at the start of a field; line breaks inside quotes are part of the field.

use std::borrow::Cow;

/// The records of a text, one after the other.
pub struct Records<'t> {
    rest: &'t str,
    delimiter: char,
    quotes: bool,
    ended_in_quotes: bool,
}

impl<'t> Records<'t> {
    /// All records of the text. Without `quotes` a quote is a letter like others.
    pub fn new(text: &'t str, delimiter: char, quotes: bool) -> Self {
        Records { rest: text, delimiter, quotes, ended_in_quotes: false }
    }

    /// Whether the last quote was never closed.
    pub fn ended_in_quotes(&self) -> bool {
        self.ended_in_quotes
    }

    /// Reads the fields of the next record; `false` behind the last one.
    pub fn read_into(&mut self, fields: &mut Vec<Cow<'t, str>>) -> bool {
        fields.clear();
        if self.rest.is_empty() {
            return false;
        }
        loop {
            fields.push(self.field());
            let mut following = self.rest.chars();
            match following.next() {
                Some('\r') => {
                    let rest = following.as_str();
                    self.rest = rest.strip_prefix('\n').unwrap_or(rest);
                    return true;
                }
                Some('\n') | None => {
                    self.rest = following.as_str();
                    return true;
                }
                // the delimiter: nothing else ends a field
                Some(_) => self.rest = following.as_str(),
            }
        }
    }

    /// The number of fields of each record.
    pub fn lengths(mut self) -> impl Iterator<Item = usize> {
        let mut fields = Vec::new();
        std::iter::from_fn(move || self.read_into(&mut fields).then_some(fields.len()))
    }

    /// A field; what ended it stays.
    fn field(&mut self) -> Cow<'t, str> {
        if !(self.quotes && self.rest.starts_with('"')) {
            return Cow::Borrowed(self.up_to_end_of_field());
        }
        let mut field = self.quoted();
        let behind = self.up_to_end_of_field();
        push(&mut field, behind);
        field
    }

    fn up_to_end_of_field(&mut self) -> &'t str {
        let end = self.rest.find([self.delimiter, '\n', '\r']).unwrap_or(self.rest.len());
        let (field, rest) = self.rest.split_at(end);
        self.rest = rest;
        field
    }

    /// Text inside quotes; both are consumed. Two quotes are one, and a line break is one character.
    fn quoted(&mut self) -> Cow<'t, str> {
        let mut field = Cow::Borrowed("");
        let mut rest = self.rest.get(1..).unwrap_or_default();
        loop {
            let (piece, behind) = rest.split_once('"').map_or((rest, None), |(piece, behind)| (piece, Some(behind)));
            for (index, line) in piece.split("\r\n").enumerate() {
                if index > 0 {
                    push(&mut field, "\n");
                }
                push(&mut field, line);
            }
            let Some(behind) = behind else {
                self.ended_in_quotes = true;
                self.rest = "";
                return field;
            };
            let Some(after_second) = behind.strip_prefix('"') else {
                self.rest = behind;
                return field;
            };
            push(&mut field, "\"");
            rest = after_second;
        }
    }
}

/// Appends without a copy as long as there is only one piece.
fn push<'t>(field: &mut Cow<'t, str>, piece: &'t str) {
    if field.is_empty() {
        *field = Cow::Borrowed(piece);
    } else if !piece.is_empty() {
        field.to_mut().push_str(piece);
    }
}

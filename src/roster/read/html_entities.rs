//! Named characters of HTML that Vietnamese pages use; pages of older programs write `L&ecirc; B&igrave;nh`.

use super::xml;

/// Name to character: the letters that Vietnamese shares with Latin-1, and the signs that spreadsheets write.
const NAMED: &[(&str, char)] = &[
    ("nbsp", '\u{a0}'),
    ("Agrave", 'À'),
    ("Aacute", 'Á'),
    ("Acirc", 'Â'),
    ("Atilde", 'Ã'),
    ("Egrave", 'È'),
    ("Eacute", 'É'),
    ("Ecirc", 'Ê'),
    ("Igrave", 'Ì'),
    ("Iacute", 'Í'),
    ("Ograve", 'Ò'),
    ("Oacute", 'Ó'),
    ("Ocirc", 'Ô'),
    ("Otilde", 'Õ'),
    ("Ugrave", 'Ù'),
    ("Uacute", 'Ú'),
    ("Yacute", 'Ý'),
    ("ETH", 'Ð'),
    ("agrave", 'à'),
    ("aacute", 'á'),
    ("acirc", 'â'),
    ("atilde", 'ã'),
    ("egrave", 'è'),
    ("eacute", 'é'),
    ("ecirc", 'ê'),
    ("igrave", 'ì'),
    ("iacute", 'í'),
    ("ograve", 'ò'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("otilde", 'õ'),
    ("ugrave", 'ù'),
    ("uacute", 'ú'),
    ("yacute", 'ý'),
    ("eth", 'ð'),
    ("radic", '√'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("hellip", '…'),
    ("bull", '•'),
    ("middot", '·'),
    ("deg", '°'),
    ("shy", '\u{ad}'),
];

/// Bytes of the longest name, numbers included.
const LONGEST: usize = 10;

/// Text with entities resolved; unknown ones stay as written.
pub fn unescaped(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('&') {
        text.push_str(before);
        rest = after;
        // Looked for no farther than the longest name goes: a page of lone `&` would be read to its end for each of them.
        let end = after.bytes().take(LONGEST + 1).position(|byte| byte == b';');
        match end.and_then(|end| Some((after.get(..end)?, after.get(end + 1..)?))) {
            Some((entity, tail)) if push(entity, &mut text) => rest = tail,
            _ => text.push('&'),
        }
    }
    text.push_str(rest);
    text
}

fn push(entity: &str, text: &mut String) -> bool {
    if let Some((_, character)) = NAMED.iter().find(|(name, _)| *name == entity) {
        text.push(*character);
        return true;
    }
    xml::push_entity(entity, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_numbers_and_what_is_none() {
        assert_eq!(
            unescaped("L&ecirc; Th&#7883; B&igrave;nh &amp;nbsp;&nbsp;&x; & &lt;"),
            "Lê Thị Bình &nbsp;\u{a0}&x; & <"
        );
    }
}

//! PDFs as strangers write them: good ones with pages of given sizes, and bad ones.

/// A page: width and height in points, and what stands on it.
pub type Page<'a> = (u32, u32, &'a str);

/// A PDF of these pages.
pub fn pdf(pages: &[Page<'_>]) -> Vec<u8> {
    with_header("1.7", pages, "")
}

/// A PDF of a version; `trailer` stands in its trailer.
pub fn with_header(version: &str, pages: &[Page<'_>], trailer: &str) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len()).map(|at| format!("{} 0 R", 4 + 2 * at)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Count {} /Kids [{}] >>", pages.len(), kids.join(" ")),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    for (at, (width, height, text)) in pages.iter().enumerate() {
        let content = format!("BT /F1 24 Tf 60 60 Td ({text}) Tj ET");
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents {} 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
            5 + 2 * at
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    of_objects(version, &objects, trailer)
}

/// A PDF of these objects, the first being its catalogue.
pub fn of_objects(version: &str, objects: &[String], trailer: &str) -> Vec<u8> {
    let mut file = format!("%PDF-{version}\n");
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    let table = file.len();
    file.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    for place in places {
        file.push_str(&format!("{place:010} 00000 n \n"));
    }
    let size = objects.len() + 1;
    file.push_str(&format!("trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n"));
    file.into_bytes()
}

/// One that opens with a password only.
pub fn encrypted() -> Vec<u8> {
    let secret = "61".repeat(32);
    let trailer = format!(
        "/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <{secret}> /U <{secret}> >>"
    );
    with_header("1.4", &[(595, 842, "kin")], &trailer)
}

/// One that is cut off in the middle of its only page.
pub fn cut_off() -> Vec<u8> {
    let mut file = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pa".to_vec();
    file.resize(400, b'\n');
    file
}

/// One whose page tree leads back to itself.
pub fn endless() -> Vec<u8> {
    let tree = "<< /Type /Pages /Count 1 /Kids [2 0 R] /Parent 2 0 R >>".to_owned();
    of_objects("1.7", &["<< /Type /Catalog /Pages 2 0 R >>".to_owned(), tree], "")
}

/// One whose catalogue is nested as deep as its bytes allow.
pub fn nested() -> Vec<u8> {
    let deep = format!("{}{}", "[".repeat(2_000_000), "]".repeat(2_000_000));
    of_objects("1.7", &[format!("<< /Type /Catalog /Pages 2 0 R /Names {deep} >>"), deep], "")
}

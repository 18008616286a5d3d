//! Hashes and secrets as people read and compare them.

/// Lower-case hexadecimal digits, two for each byte.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn each_byte_has_two_digits() {
        assert_eq!(super::hexadecimal(&[0, 9, 0xab, 0xff]), "0009abff");
        assert_eq!(super::hexadecimal(&[]), "");
    }
}

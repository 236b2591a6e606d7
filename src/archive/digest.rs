//! What a block or payload is recognised by.

use std::fmt;

use sha2::{Digest as _, Sha256};

/// The alphabet of base 32 (RFC 4648), which WARC tools write digests in.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The SHA-256 of some bytes; shown as `sha256:` and base 32.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// Of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Of pieces, as if they were one.
    #[must_use]
    pub fn of_pieces(pieces: &[&[u8]]) -> Self {
        let mut hasher = Sha256::new();
        for piece in pieces {
            hasher.update(piece);
        }
        Self(hasher.finalize().into())
    }

    /// The digest with these bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("sha256:")?;
        for five in self.0.chunks(5) {
            let bits = five.iter().fold(0_u64, |bits, &byte| (bits << 8) | u64::from(byte))
                << (8 * (5 - five.len()));
            for letter in 0..8_usize {
                // Eight bits more give at most two letters more; what five bytes don't fill is padding.
                let index = usize::try_from((bits >> (35 - 5 * letter)) & 31).unwrap_or_default();
                let known = letter < (five.len() * 8).div_ceil(5);
                let letter = if known { BASE32.get(index).copied().unwrap_or(b'=') } else { b'=' };
                write!(f, "{}", char::from(letter))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_written_in_base_32_with_padding() {
        // `printf abc | openssl dgst -sha256 -binary | base32`
        let abc = "sha256:XJ4BNP4PAHH6UQKBIDPF3LRCEOYAGYNDSYLXVHFUCD7WD4QACWWQ====";
        assert_eq!(Digest::of(b"abc").to_string(), abc);
        assert_eq!(Digest::of_pieces(&[b"a", b"", b"bc"]).to_string(), abc);
    }
}

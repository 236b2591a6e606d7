//! Tags with more attributes than any page has.
//!
//! html5ever compares each attribute with all before it, so that 200,000 of them on one element take ten seconds. It
//! tells of a tag only when it has the whole of it. So while nothing is heard for long, the bytes are followed here, and
//! the tag is cut off. Whether they are a tag at all (and not, say, a comment) is not known: every `<` followed by a
//! letter is taken for a possible beginning, and all of them are followed at once.

use memchr::memchr2;

/// The most attributes a tag may have that is longer than what is fed at once.
const MOST: u32 = 512;

/// Where in a tag a byte is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Name,
    Between,
    Attribute,
    AfterAttribute,
    BeforeValue,
    Quoted,
    SingleQuoted,
    Unquoted,
}

const PLACES: [Place; 8] = [
    Place::Name,
    Place::Between,
    Place::Attribute,
    Place::AfterAttribute,
    Place::BeforeValue,
    Place::Quoted,
    Place::SingleQuoted,
    Place::Unquoted,
];

impl Place {
    /// The place after a byte, `None` after the tag's end.
    fn after(self, byte: u8) -> Option<Self> {
        let space = byte.is_ascii_whitespace();
        Some(match (self, byte) {
            (Self::Quoted, b'"')
            | (Self::SingleQuoted, b'\'')
            | (Self::Name | Self::Between | Self::Attribute | Self::AfterAttribute, b'/') => Self::Between,
            (Self::Quoted | Self::SingleQuoted, _) => self,
            (_, b'>') => return None,
            (Self::Name | Self::Unquoted, _) if space => Self::Between,
            (Self::Name | Self::Unquoted, _) => self,
            (Self::Between | Self::AfterAttribute | Self::BeforeValue, _) if space => self,
            (Self::Attribute, _) if space => Self::AfterAttribute,
            (Self::Attribute | Self::AfterAttribute, b'=') => Self::BeforeValue,
            (Self::Between | Self::Attribute | Self::AfterAttribute, _) => Self::Attribute,
            (Self::BeforeValue, b'"') => Self::Quoted,
            (Self::BeforeValue, b'\'') => Self::SingleQuoted,
            (Self::BeforeValue, _) => Self::Unquoted,
        })
    }

    fn begins_attribute(self, next: Self) -> bool {
        next == Self::Attribute && self != Self::Attribute
    }

    /// What ends the tag from here.
    fn end(self) -> &'static str {
        match self {
            Self::Quoted => "\">",
            Self::SingleQuoted => "'>",
            _ => ">",
        }
    }
}

/// Bytes that may all be of one tag.
#[derive(Default)]
pub struct LongTag {
    /// For each place that one of the possible beginnings leads to, the most attributes on the way there.
    attributes: [Option<u32>; PLACES.len()],
}

/// How to leave a tag with too many attributes.
#[derive(Debug, PartialEq, Eq)]
pub struct Exit {
    /// What ends the tag where it is.
    pub end: &'static str,
    /// How many of the bytes that follow are still of the tag.
    pub skip: usize,
}

impl LongTag {
    /// A tag that begins somewhere in these bytes and does not end in them.
    pub fn begun_in(bytes: &[u8]) -> Self {
        let mut tag = Self::default();
        let next = bytes.iter().skip(1).map(Some).chain([None]);
        for (&byte, next) in bytes.iter().zip(next) {
            if tag.attributes.iter().any(Option::is_some) {
                tag.step(byte);
            }
            if byte == b'<' && next.is_none_or(u8::is_ascii_alphabetic) {
                let [name, ..] = &mut tag.attributes;
                *name = (*name).max(Some(0));
            }
        }
        tag
    }

    /// Takes in bytes in which it neither begins nor ends.
    pub fn go_on(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while self.attributes.iter().any(Option::is_some) {
            if matches!(self.attributes, [None, None, None, None, None, _, _, None]) {
                // Inside a value only a quotation mark changes anything.
                rest = memchr2(b'"', b'\'', rest).and_then(|at| rest.get(at..)).unwrap_or_default();
            }
            let Some((&byte, after)) = rest.split_first() else { return };
            self.step(byte);
            rest = after;
        }
    }

    fn step(&mut self, byte: u8) {
        let mut after = [None; PLACES.len()];
        for (place, attributes) in PLACES.into_iter().zip(self.attributes) {
            let Some((attributes, next)) = attributes.zip(place.after(byte)) else { continue };
            let attributes = attributes + u32::from(place.begins_attribute(next));
            if let Some(most) = after.get_mut(next as usize) {
                *most = (*most).max(Some(attributes));
            }
        }
        self.attributes = after;
    }

    /// How to leave the tag before `rest`, if it has too many attributes.
    pub fn exit(&self, rest: &[u8]) -> Option<Exit> {
        let too_many = |attributes: &Option<u32>| attributes.is_some_and(|attributes| attributes > MOST);
        let place = PLACES.into_iter().zip(&self.attributes).find(|(_, attributes)| too_many(attributes))?.0;
        let mut next = Some(place);
        let inside = rest.iter().take_while(|&&byte| {
            next = next.and_then(|place| place.after(byte));
            next.is_some()
        });
        let skip = inside.count();
        // Its own `>` goes with it.
        Some(Exit { end: place.end(), skip: if next.is_none() { skip + 1 } else { skip } })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exit(seen: &str, rest: &str) -> Option<Exit> {
        LongTag::begun_in(seen.as_bytes()).exit(rest.as_bytes())
    }

    #[test]
    fn a_tag_of_many_attributes_is_left_where_it_ends() {
        let many = " a=\"x > y\" b".repeat(600);
        assert_eq!(exit(&format!("text <p{many} c='"), "> d' e>text>"), Some(Exit { end: "'>", skip: 7 }));
        assert_eq!(exit(&format!("<i \"<p{many} "), "c=\"no end"), Some(Exit { end: ">", skip: 9 }));
    }

    #[test]
    fn long_values_are_no_attributes() {
        let words = "a = b c /".repeat(1_000);
        assert_eq!(exit(&format!("<p title=\"{words}"), "\">"), None);
        assert_eq!(exit(&format!("<p title='{words}"), "'>"), None);
        assert_eq!(exit(&format!("<p>{words}"), "</p>"), None);
    }
}

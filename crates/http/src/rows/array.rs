//! Rows that are the objects of one JSON array.

use std::io::{self, BufRead};

use super::line::Line;

/// The items of an array, one after the other; never the whole of it.
pub(super) struct Array<Reading> {
    reading: Reading,
    place: Place,
}

/// How far an array was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Before,
    First,
    Within,
    Behind,
}

/// What an item ends with.
enum End {
    /// There is another one.
    Comma,
    /// It was the last.
    Bracket,
}

/// An item as far as it was read. What a byte means depends on those before it.
#[derive(Default)]
struct Item {
    text: Vec<u8>,
    is_too_long: bool,
    depth: usize,
    is_in_text: bool,
    is_escaped: bool,
}

impl Item {
    /// What ends with this byte, if anything does.
    const fn end(&mut self, byte: u8) -> Option<End> {
        if self.is_escaped {
            self.is_escaped = false;
            return None;
        }
        match byte {
            b'\\' if self.is_in_text => self.is_escaped = true,
            b'"' => self.is_in_text = !self.is_in_text,
            _ if self.is_in_text => {}
            b',' if self.depth == 0 => return Some(End::Comma),
            b']' if self.depth == 0 => return Some(End::Bracket),
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        None
    }

    fn hold(&mut self, byte: u8, longest: usize) {
        if self.text.is_empty() && byte.is_ascii_whitespace() {
            return;
        }
        if self.text.len() < longest {
            self.text.push(byte);
        } else {
            self.is_too_long |= !byte.is_ascii_whitespace();
        }
    }

    fn line(self) -> Line {
        if self.is_too_long { Line::TooLong } else { Line::Whole(self.text) }
    }
}

impl<Reading: BufRead> Array<Reading> {
    pub(super) const fn begin(reading: Reading) -> Self {
        Self { reading, place: Place::Before }
    }

    /// The next item; none at the end. An array that does not begin, or does not end, is broken there.
    pub(super) fn next(&mut self, longest: usize) -> io::Result<Option<Line>> {
        if self.place == Place::Before {
            if self.next_sign()? != Some(b'[') {
                return self.broken();
            }
            self.place = Place::First;
        }
        if self.place == Place::Behind {
            return if self.next_sign()?.is_some() { self.broken() } else { Ok(None) };
        }
        let mut item = Item::default();
        let Some(end) = self.read_into(&mut item, longest)? else { return self.broken() };
        let is_first = self.place == Place::First;
        self.place = match end {
            End::Comma => Place::Within,
            End::Bracket => Place::Behind,
        };
        if is_first && self.place == Place::Behind && item.text.is_empty() {
            return self.next(longest);
        }
        Ok(Some(item.line()))
    }

    /// Reads up to what ends an item, which is read too; nothing when the body ends before.
    fn read_into(&mut self, item: &mut Item, longest: usize) -> io::Result<Option<End>> {
        loop {
            let block = self.reading.fill_buf()?;
            if block.is_empty() {
                return Ok(None);
            }
            for (place, byte) in block.iter().copied().enumerate() {
                if let Some(end) = item.end(byte) {
                    self.reading.consume(place + 1);
                    return Ok(Some(end));
                }
                item.hold(byte, longest);
            }
            let length = block.len();
            self.reading.consume(length);
        }
    }

    /// The next byte that is no blank.
    fn next_sign(&mut self) -> io::Result<Option<u8>> {
        loop {
            let block = self.reading.fill_buf()?;
            if block.is_empty() {
                return Ok(None);
            }
            let sign = block.iter().position(|byte| !byte.is_ascii_whitespace());
            let (read, found) = sign.map_or((block.len(), None), |at| (at + 1, Some(block[at])));
            self.reading.consume(read);
            if found.is_some() {
                return Ok(found);
            }
        }
    }

    /// Nothing is read behind what is broken.
    fn broken(&mut self) -> io::Result<Option<Line>> {
        while !self.reading.fill_buf()?.is_empty() {
            let length = self.reading.fill_buf()?.len();
            self.reading.consume(length);
        }
        self.place = Place::Behind;
        Ok(Some(Line::Broken))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The items of an array, read a few bytes at a time.
    fn items(text: &str) -> Vec<String> {
        let mut array = Array::begin(io::BufReader::with_capacity(3, text.as_bytes()));
        let mut items = Vec::new();
        while let Some(item) = array.next(12).expect("memory can be read") {
            items.push(match item {
                Line::Whole(item) => String::from_utf8(item).expect("text").trim_end().to_owned(),
                Line::TooLong => "too long".to_owned(),
                Line::Broken => "broken".to_owned(),
            });
        }
        items
    }

    #[test]
    fn items_come_one_by_one_whatever_is_in_their_texts() {
        assert!(items(" [ ] ").is_empty());
        assert_eq!(items("[{},\n {\"a\": [1]} ]\n"), ["{}", "{\"a\": [1]}"]);
        assert_eq!(
            items(r#"["]", "\",[", "\\", [[],{}]]"#),
            [r#""]""#, r#""\",[""#, r#""\\""#, "[[],{}]"]
        );
    }

    #[test]
    fn an_item_is_held_up_to_its_limit_and_the_next_one_is_read_all_the_same() {
        let (most, more) = ("1".repeat(12), "1".repeat(13));
        assert_eq!(
            items(&format!("[{most}  ,{more},[{more}],2]")),
            [&most, "too long", "too long", "2"]
        );
    }

    #[test]
    fn what_is_no_whole_array_is_broken_where_it_is() {
        for none in ["", " ", "{}", "7 ["] {
            assert_eq!(items(none), ["broken"], "{none:?}");
        }
        assert_eq!(items("[1, 2"), ["1", "broken"], "cut off");
        assert_eq!(items("[1, \"2]"), ["1", "broken"]);
        assert_eq!(items("[1] [2]"), ["1", "broken"]);
        assert_eq!(items("[1,,2,]"), ["1", "", "2", ""], "nothing between two commas is no row");
    }
}

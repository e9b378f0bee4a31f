//! Where a part of a list of clients ends.

use portero_domain::port::{ClientKey, ClientSort};

/// What a cursor has between the id and what the list is ordered by.
const BETWEEN: char = '.';

/// A cursor: the id, and what the order needs beside it, in letters and digits.
#[must_use]
pub fn cursor_of(key: &ClientKey, sort: ClientSort) -> String {
    let id = key.id;
    match sort {
        ClientSort::Newest => id.to_string(),
        ClientSort::Name => format!("{id}{BETWEEN}{}", in_hexadecimal(&key.sort_name)),
        ClientSort::LastActivity => {
            let at = key.last_active_at.map(|at| at.timestamp_micros().to_string());
            format!("{id}{BETWEEN}{}", at.unwrap_or_default())
        }
    }
}

/// Reads a cursor of a list in this order; nothing when it is none.
#[must_use]
pub fn read_cursor(text: &str, sort: ClientSort) -> Option<ClientKey> {
    let (id, beside) = match text.split_once(BETWEEN) {
        Some((id, beside)) => (id, Some(beside)),
        None => (text, None),
    };
    let id = portero_domain::id::ClientId::from_uuid(id.parse().ok()?);
    let key = ClientKey { id, sort_name: String::new(), last_active_at: None };
    match (sort, beside) {
        (ClientSort::Newest, None) | (ClientSort::LastActivity, Some("")) => Some(key),
        (ClientSort::Name, Some(name)) => {
            let sort_name = from_hexadecimal(name)?;
            Some(ClientKey { sort_name, ..key })
        }
        (ClientSort::LastActivity, Some(at)) => {
            let last_active_at = chrono::DateTime::from_timestamp_micros(at.parse().ok()?)?;
            Some(ClientKey { last_active_at: Some(last_active_at), ..key })
        }
        (ClientSort::Newest, Some(_)) | (ClientSort::Name | ClientSort::LastActivity, None) => None,
    }
}

fn in_hexadecimal(text: &str) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or_default();
    text.bytes().flat_map(|byte| [digit(byte >> 4), digit(byte & 0xf)]).collect()
}

/// What a list is ordered by has no control character, and not every database takes one.
fn from_hexadecimal(text: &str) -> Option<String> {
    let digits = text.bytes().all(|byte| byte.is_ascii_hexdigit()) && text.len().is_multiple_of(2);
    let pairs = (0..text.len()).step_by(2).filter(|_| digits);
    let bytes: Option<Vec<u8>> =
        pairs.map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect();
    let read = String::from_utf8(bytes?).ok()?;
    (digits && !read.contains(char::is_control)).then_some(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(sort_name: &str, micros: Option<i64>) -> ClientKey {
        let id = uuid::Uuid::from_u128(7);
        ClientKey {
            id: portero_domain::id::ClientId::from_uuid(id),
            sort_name: sort_name.to_owned(),
            last_active_at: micros.and_then(chrono::DateTime::from_timestamp_micros),
        }
    }

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        for (sort, key) in [
            (ClientSort::Newest, key("", None)),
            (ClientSort::Name, key("ñandu 日本 ana", None)),
            (ClientSort::LastActivity, key("", Some(1_772_447_400_000_001))),
            (ClientSort::LastActivity, key("", None)),
        ] {
            let cursor = cursor_of(&key, sort);
            assert!(cursor.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b)));
            assert_eq!(read_cursor(&cursor, sort), Some(key), "{cursor}");
        }
    }

    #[test]
    fn a_cursor_of_another_order_or_none_is_not_read() {
        let id = uuid::Uuid::from_u128(7);
        for (sort, text) in [
            (ClientSort::Newest, format!("{id}.")),
            (ClientSort::Name, id.to_string()),
            (ClientSort::Name, format!("{id}.6")),
            (ClientSort::Name, format!("{id}.zz")),
            (ClientSort::Name, format!("{id}.00")),
            (ClientSort::Name, format!("{id}.ff")),
            (ClientSort::Name, format!("{id}.+1")),
            (ClientSort::LastActivity, format!("{id}.x")),
            (ClientSort::LastActivity, id.to_string()),
            (ClientSort::Newest, "?".to_owned()),
        ] {
            assert_eq!(read_cursor(&text, sort), None, "{text}");
        }
    }
}

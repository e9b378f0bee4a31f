//! Days and instants in texts. A text carries them marked, between characters that nobody can type;
//! the template writes them for people, in the reader's language, and beside that for programs.

use std::fmt::Write as _;

use askama::filters::{Escaper as _, Html};
use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, Utc};

use crate::words::Words;

const BEGINS: char = '\u{2}';
const ENDS: char = '\u{3}';

const DAY: &str = "%Y-%m-%d";
const MINUTE: &str = "%Y-%m-%dT%H:%MZ";

/// A day.
pub(crate) fn day(at: DateTime<Utc>) -> String {
    format!("{BEGINS}{}{ENDS}", plain_day(at))
}

/// An instant, to the minute.
pub(crate) fn minute(at: DateTime<Utc>) -> String {
    format!("{BEGINS}{}{ENDS}", at.format(MINUTE))
}

/// A day as a field of a form holds it.
pub(crate) fn plain_day(at: DateTime<Utc>) -> String {
    at.format(DAY).to_string()
}

/// A text as HTML, with the days and instants in it.
pub(crate) fn written(text: &str, words: &Words) -> String {
    let mut html = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, marked)) = rest.split_once(BEGINS) {
        let (moment, after) = marked.split_once(ENDS).unwrap_or((marked, ""));
        escape(&mut html, before);
        match for_people(moment, words) {
            Some(read) => {
                let _ = write!(html, "<time datetime=\"{moment}\">{read}</time>");
            }
            None => escape(&mut html, moment),
        }
        rest = after;
    }
    escape(&mut html, rest);
    html
}

/// Writing to a text cannot fail.
fn escape(html: &mut String, text: &str) {
    let _ = Html.write_escaped_str(html, text);
}

fn for_people(moment: &str, words: &Words) -> Option<String> {
    if let Ok(at) = NaiveDateTime::parse_from_str(moment, MINUTE) {
        return Some(format!("{}, {}\u{a0}UTC", date(at.date(), words)?, at.format("%H:%M")));
    }
    date(NaiveDate::parse_from_str(moment, DAY).ok()?, words)
}

fn date(day: NaiveDate, words: &Words) -> Option<String> {
    let month = words.months.get(usize::try_from(day.month0()).ok()?)?;
    let read = words.date.replacen("{}", &day.day().to_string(), 1).replacen("{}", month, 1);
    Some(read.replacen("{}", &day.year().to_string(), 1))
}

#[cfg(test)]
mod tests {
    use portero_domain::model::Language;

    use super::*;

    fn at() -> DateTime<Utc> {
        "2026-11-25T16:24:59Z".parse().expect("an instant")
    }

    #[test]
    fn an_instant_is_written_in_the_readers_language() {
        let text = format!("Hasta <{}>", minute(at()));
        assert_eq!(
            written(&text, Words::of(Language::Spanish)),
            "Hasta &#60;<time datetime=\"2026-11-25T16:24Z\">25 de noviembre de 2026, 16:24\u{a0}UTC</time>&#62;"
        );
        assert_eq!(
            written(&day(at()), Words::of(Language::English)),
            "<time datetime=\"2026-11-25\">25 November 2026</time>"
        );
    }

    #[test]
    fn what_is_no_instant_stays_text() {
        for text in ["\u{2}<b>\u{3}", "\u{2}2026-13-01", "a\u{3}b", "\u{2}2026-11-25\"x\u{3}"] {
            let html = written(text, Words::of(Language::Spanish));
            assert!(!html.contains('\u{2}') && !html.contains("<time") && !html.contains("<b"));
        }
    }
}

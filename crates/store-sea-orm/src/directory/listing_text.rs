//! What a list that is searched asks the database. Each statement looks at a fixed number of rows at
//! most: those of a stretch in indexes alone, and those of a part in full.

use super::listing::{FEW, Listing, STRETCH, Searched, Source};
use super::order::Place;
use super::text::Text;
use crate::query;
use crate::table::{Row, RowOf, beginning};

impl Listing<'_> {
    /// How many rows have each word, as far as it takes to know whether those are few.
    pub(super) fn counting<A: Searched>(&self) -> Text {
        let mut text = Text::default();
        let account = text.given(self.account.as_uuid());
        let amounts = self.words.iter().map(|word| {
            let counted = begins(&mut text, "counted", word);
            format!(
                "(SELECT COUNT(*) FROM (SELECT 1 FROM {} counted \
                 WHERE counted.account_id = {account} AND {counted} \
                 ORDER BY counted.word LIMIT {FEW} + 1) AS first)",
                A::WORDS.name(),
            )
        });
        let amounts = amounts.collect::<Vec<_>>().join(", ");
        text.say(&format!("SELECT {amounts}"));
        text
    }

    /// The rows of a source that have the words, up to a place.
    pub(super) fn finding<A: Searched>(&self, source: Source<'_>, end: Option<&Place>) -> Text {
        let mut text = Text::default();
        let (id, from) = self.from::<A>(&mut text, source);
        let keys = self.keys(id);
        let stretch = self.between(&mut text, &keys, self.after.as_ref(), end);
        let sought = self.sought::<A>(&mut text, source, id);
        let limit = text.given(i64::from(self.limit));
        text.say(&format!(
            "SELECT {columns} FROM (SELECT {selected} FROM {from}{stretch}{sought} \
                 ORDER BY {ordered} LIMIT {limit}) AS page \
             CROSS JOIN {table} listed WHERE listed.id = page.{id} ORDER BY {page_ordered}",
            columns = query::aliased_columns::<RowOf<A>>("listed"),
            selected = of("walked", &keys).join(", "),
            ordered = self.ordered(&of("walked", &keys)),
            table = RowOf::<A>::TABLE.name(),
            page_ordered = self.ordered(&of("page", &keys)),
        ));
        text
    }

    /// The place of the row behind a stretch of a list, if it has more.
    pub(super) fn ending<A: Searched>(&self, list: Source<'_>) -> Text {
        let mut text = Text::default();
        let (id, from) = self.from::<A>(&mut text, list);
        let keys = self.keys(id);
        let behind = self.between(&mut text, &keys, self.after.as_ref(), None);
        let keys = of("walked", &keys);
        text.say(&format!(
            "SELECT {} FROM {from}{behind} ORDER BY {} LIMIT 1 OFFSET {STRETCH}",
            keys.join(", "),
            self.ordered(&keys),
        ));
        text
    }

    /// Where rows are looked for, called `walked`, and the column that names them there.
    fn from<A: Searched>(&self, text: &mut Text, source: Source<'_>) -> (&'static str, String) {
        let account = text.given(self.account.as_uuid());
        let table = RowOf::<A>::TABLE.name();
        let of_account = format!("walked WHERE walked.account_id = {account}");
        match source {
            Source::All => ("id", format!("{table} {of_account}{}", self.in_state(text))),
            Source::Gathered(word) => {
                let (words, key) = (A::WORDS.name(), A::KEY);
                let rare = begins(text, "rare", word);
                let gathered = format!(
                    "(SELECT DISTINCT rare.{key} FROM {words} rare \
                     WHERE rare.account_id = {account} AND {rare}) AS gathered"
                );
                let state = self.in_state(text);
                let from = format!("{gathered} CROSS JOIN {table} {of_account}{state}");
                ("id", format!("{from} AND walked.id = gathered.{key}"))
            }
            Source::Beginning(beginning) => {
                let beginning = text.given(beginning.as_bytes().to_vec());
                let table = A::BEGINNINGS.name();
                (A::KEY, format!("{table} {of_account} AND walked.beginning = {beginning}"))
            }
        }
    }

    fn in_state(&self, text: &mut Text) -> String {
        self.status.map_or_else(String::new, |status| {
            format!(" AND walked.status = {}", text.given(status))
        })
    }

    /// What is true of the rows behind a place, and up to another.
    fn between(
        &self,
        text: &mut Text,
        keys: &[&str],
        after: Option<&Place>,
        end: Option<&Place>,
    ) -> String {
        let (behind, before) = if self.order.falling { ("<", ">=") } else { (">", "<=") };
        let keys = of("walked", keys).join(", ");
        let sides = [(behind, after), (before, end)];
        let sides = sides.into_iter().filter_map(|(compares, place)| Some((compares, place?)));
        sides.fold(String::new(), |conditions, (compares, place)| {
            let place = place.iter().map(|part| text.given(part.clone())).collect::<Vec<_>>();
            format!("{conditions} AND ({keys}) {compares} ({})", place.join(", "))
        })
    }

    /// What is true of a row with the words. How they begin stands in the index that is walked, but for
    /// a row with very many; who begins so is looked up among the words.
    fn sought<A: Searched>(&self, text: &mut Text, source: Source<'_>, id: &str) -> String {
        let gathered = if let Source::Gathered(word) = source { word } else { "" };
        let others: Vec<&String> = self.words.iter().filter(|word| *word != gathered).collect();
        let like = others.iter().map(|word| {
            let pattern = format!("% {}%", beginning(word).unwrap_or(word));
            format!("walked.beginnings LIKE {}", text.given(pattern))
        });
        let like = like.collect::<Vec<_>>().join(" AND ");
        let mut conditions = Vec::new();
        if !like.is_empty() {
            conditions.push(format!(" AND (walked.beginnings IS NULL OR ({like}))"));
        }
        if let (Source::Beginning(_), Some(status)) = (source, self.status) {
            let (table, status) = (RowOf::<A>::TABLE.name(), text.given(status));
            let whose =
                format!("SELECT whose.status FROM {table} whose WHERE whose.id = walked.{id}");
            conditions.push(format!(" AND ({whose}) = {status}"));
        }
        for word in others {
            // A value, and no EXISTS: that might be made a join, which begins at the word.
            let (words, key, begun) = (A::WORDS.name(), A::KEY, begins(text, "has", word));
            let has =
                format!("SELECT 1 FROM {words} has WHERE has.{key} = walked.{id} AND {begun}");
            conditions.push(format!(" AND ({has} LIMIT 1) = 1"));
        }
        conditions.concat()
    }

    /// The columns of the order, where the row is named by this one.
    fn keys(&self, id: &'static str) -> Vec<&'static str> {
        self.order.keys.iter().map(|key| key.name_beside(id)).collect()
    }

    fn ordered(&self, columns: &[String]) -> String {
        let direction = if self.order.falling { "DESC" } else { "ASC" };
        let ordered = columns.iter().map(|column| format!("{column} {direction}"));
        ordered.collect::<Vec<_>>().join(", ")
    }
}

fn of(alias: &str, columns: &[&str]) -> Vec<String> {
    columns.iter().map(|column| format!("{alias}.{column}")).collect()
}

/// What is true of a word that begins so: no UTF-8 has a byte as high as the one behind the upper end.
fn begins(text: &mut Text, alias: &str, word: &str) -> String {
    let from = text.given(word.as_bytes().to_vec());
    let to = text.given([word.as_bytes(), &[0xFF]].concat());
    format!("{alias}.word >= {from} AND {alias}.word < {to}")
}

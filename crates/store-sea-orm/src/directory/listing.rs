//! Lists that are searched by words, as one statement that does not look at all the rows there are.
//!
//! The rarest word decides. If few rows have it, they are fetched by the index of words and put in
//! order. If many do, the list is walked in its order until the page is full: then a row that has it is
//! seldom far. Which of the two it is, the statement itself finds out.

use portero_domain::id::AccountId;
use sea_orm::{ConnectionTrait, Statement, Value};

use crate::query;

/// How many rows with a word are few: fetching and sorting as many takes about as long as walking by as
/// many as lie between those on a page.
const FEW: usize = 10_000;

/// What is listed, and where its words are.
#[derive(Clone, Copy)]
pub(super) struct Searched {
    /// The table.
    pub(super) table: &'static str,
    /// The table of its words.
    pub(super) words: &'static str,
    /// The column of that table that names the row.
    pub(super) key: &'static str,
}

/// A list in the making. Its rows are called `listed`.
pub(super) struct Listing {
    searched: Searched,
    columns: String,
    order: &'static str,
    conditions: String,
    values: Vec<Value>,
}

impl Listing {
    /// Lists rows of an account, in this order, at most so many.
    pub(super) fn of(
        searched: Searched,
        columns: String,
        order: &'static str,
        account: AccountId,
        limit: u32,
    ) -> Self {
        let values = vec![account.as_uuid().into(), i64::from(limit).into()];
        Self { searched, columns, order, conditions: String::new(), values }
    }

    /// Takes a parameter, and gives what stands for it.
    pub(super) fn given(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    /// Keeps only the rows of which this is true.
    pub(super) fn keep(&mut self, condition: &str) {
        self.conditions += " AND ";
        self.conditions += condition;
    }

    /// The statement, with each word beginning a word of every row.
    pub(super) fn statement(
        mut self,
        connection: &impl ConnectionTrait,
        words: &[String],
    ) -> Statement {
        let ranges: Vec<String> = words.iter().map(|word| self.range(word)).collect();
        let text = if ranges.is_empty() { self.plain() } else { self.searching(&ranges) };
        query::statement(connection, &text, self.values)
    }

    /// What begins with a word: no UTF-8 has a byte that is as high as the one behind the upper end.
    fn range(&mut self, word: &str) -> String {
        let from = self.given(word.as_bytes().to_vec());
        let to = self.given([word.as_bytes(), &[0xFF]].concat());
        format!("word >= {from} AND word < {to}")
    }

    fn plain(&self) -> String {
        let Self { searched: Searched { table, .. }, columns, order, conditions, .. } = self;
        format!(
            "SELECT {columns} FROM {table} listed \
             WHERE listed.account_id = $1{conditions} ORDER BY {order} LIMIT $2"
        )
    }

    /// Either half answers, and the other does not begin: unless the rarest word is one of few rows, the
    /// first has nothing to fetch; if it is, the second looks for an account that is NULL. Both only
    /// find ids, so that what is sorted is narrow.
    fn searching(&self, ranges: &[String]) -> String {
        let Self { searched: Searched { table, words, key }, columns, order, conditions, .. } =
            self;
        let places = 0..ranges.len();
        let with_word = places.clone().zip(ranges).map(|(place, range)| {
            format!(
                "with{place} AS (SELECT {key} FROM {words} \
                 WHERE account_id = $1 AND {range} LIMIT {FEW} + 1)"
            )
        });
        let with_word = joined(with_word, ", ");
        let amounts = places
            .clone()
            .map(|place| format!("SELECT {place} AS place, COUNT(*) AS amount FROM with{place}"));
        let amounts = joined(amounts, " UNION ALL ");
        let few = places.map(|place| {
            format!(
                "SELECT {key} FROM with{place} \
                 WHERE (SELECT place FROM rarest WHERE amount <= {FEW}) = {place}"
            )
        });
        let few = joined(few, " UNION ");
        let has_all = ranges.iter().map(|range| {
            format!(
                " AND EXISTS (SELECT 1 FROM {words} WHERE {words}.{key} = listed.id AND {range})"
            )
        });
        let has_all = joined(has_all, "");
        format!(
            "WITH {with_word}, \
             rarest AS (SELECT place, amount FROM ({amounts}) AS counted \
                 ORDER BY amount, place LIMIT 1), \
             few AS ({few}) \
             SELECT {columns} FROM ( \
                 SELECT id FROM (SELECT listed.id FROM few CROSS JOIN {table} listed \
                     WHERE listed.id = few.{key} AND listed.account_id = $1{conditions}{has_all} \
                     ORDER BY {order} LIMIT $2) AS fetched \
                 UNION ALL \
                 SELECT id FROM (SELECT listed.id FROM {table} listed \
                     WHERE listed.account_id = \
                             CASE WHEN (SELECT amount FROM rarest) > {FEW} THEN $1 END\
                         {conditions}{has_all} \
                     ORDER BY {order} LIMIT $2) AS walked \
             ) AS page CROSS JOIN {table} listed WHERE listed.id = page.id ORDER BY {order}"
        )
    }
}

fn joined(parts: impl Iterator<Item = String>, separator: &str) -> String {
    parts.collect::<Vec<_>>().join(separator)
}

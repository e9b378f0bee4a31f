//! What is another account's, beside what is nowhere.

use super::caller::Caller;
use super::cast::Cast;
use super::row::Row;
use super::stage::Stage;
use super::things::Things;
use crate::answer::Answer;
use crate::document::Operation;

/// What became of comparing.
#[derive(Default)]
pub struct Compared {
    pub pairs: usize,
    pub told_apart: Vec<String>,
}

/// Things that are not the caller's, each beside what is nowhere in the same place.
fn pairs(cast: &Cast) -> Vec<(Things, Things)> {
    let home = cast.home.as_deref();
    let companies = [&cast.acme, &cast.duero];
    let abroad = companies.into_iter().filter(|company| home != Some(company.account.as_str()));
    let mut pairs = Vec::new();
    for company in abroad {
        pairs.push((company.things(), Things::nowhere()));
        if let Some(home) = home {
            pairs.push((company.things().at(home), Things::nowhere().at(home)));
        }
    }
    pairs
}

/// Asks for another's and for what is nowhere: the same bytes, and another account never opens.
pub async fn compare(
    stage: &Stage,
    cast: &Cast,
    caller: Caller,
    (row, operation): (&Row, &Operation),
) -> Compared {
    let mut compared = Compared::default();
    for (foreign, nowhere) in pairs(cast) {
        let opens = cast.home.as_ref() == Some(&foreign.account);
        let foreign = row.call(operation, cast, &foreign);
        let nowhere = row.call(operation, cast, &nowhere);
        // Nothing in it is anyone's, or nothing is another's.
        if foreign == nowhere {
            continue;
        }
        let credential = cast.credential.as_deref();
        let told = stage.ask(&foreign, credential).await;
        let absent = stage.ask(&nowhere, credential).await;
        compared.pairs += 1;
        if (told.status.is_success() && !opens) || bytes(&told) != bytes(&absent) {
            let who = caller.heading();
            let text = format!("{who}: {foreign}\n  {told:?}\n{nowhere}\n  {absent:?}");
            compared.told_apart.push(text);
        }
    }
    compared
}

/// All that a client gets, but for the time of day.
fn bytes(answer: &Answer) -> (u16, Vec<(String, Vec<u8>)>, &str) {
    let headers = answer.headers.iter().filter(|(name, _)| *name != "date");
    let mut headers: Vec<_> = headers
        .map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_owned()))
        .collect();
    headers.sort();
    (answer.status.as_u16(), headers, &answer.text)
}

//! The audit chain: whatever is done to it behind its back shows.

use std::collections::hash_map::DefaultHasher;
use std::hash::Hasher;

use portero_domain::model::{
    Action, AuditEntry, AuditHash, AuditObject, AuditRecord, ChainBreak, Origin,
};
use portero_domain::policy::{Actor, Denial, Permission, Permit, RefusedAttempt, Role, Standing};
use uuid::Uuid;

use crate::given::{ACCOUNT, ANA, EVA, in_days, now};

/// A stand-in for SHA-256: what is proved here is what goes into the hash, not the hash.
fn digest(bytes: &[u8]) -> [u8; 32] {
    let mut digest = [0; 32];
    for (part, eight) in digest.chunks_mut(8).enumerate() {
        let mut hasher = DefaultHasher::new();
        hasher.write_usize(part);
        hasher.write(bytes);
        eight.copy_from_slice(&hasher.finish().to_be_bytes());
    }
    digest
}

fn an_entry() -> AuditEntry {
    let standing = Standing::of(Role::Administrator);
    let permit = Permit::on_account(Actor::User(ANA), ACCOUNT, &standing, Permission::UsersManage)
        .expect("an administrator may");
    let origin = Origin { network: Some("192.0.2.7".to_owned()) };
    AuditEntry::new(permit, Action::MemberUpdate, AuditObject::User(EVA), origin, now())
        .with("role", &Role::Finance)
        .with("was", &Role::User)
}

fn a_chain(length: i64) -> Vec<AuditRecord> {
    let mut previous = AuditHash::ZERO;
    let append = |number| {
        let record = an_entry().into_record(number, previous).sealed(digest);
        previous = record.hash;
        record
    };
    (1..=length).map(append).collect()
}

/// Walks the chain as its verification does: each record from its number and the hash before.
fn verify(chain: &[AuditRecord]) -> Result<(), ChainBreak> {
    let mut previous = AuditHash::ZERO;
    for (number, record) in (1..).zip(chain) {
        record.verify(number, previous, digest)?;
        previous = record.hash;
    }
    Ok(())
}

#[test]
fn a_chain_as_it_was_written_holds() {
    assert_eq!(verify(&a_chain(5)), Ok(()));
    assert_eq!(verify(&[]), Ok(()));
}

type Alteration = (&'static str, fn(&mut AuditRecord));

const ALTERATIONS: &[Alteration] = &[
    ("scope", |record| record.scope = Uuid::nil()),
    ("at", |record| record.at = in_days(1)),
    ("at, by a microsecond", |record| record.at += chrono::TimeDelta::microseconds(1)),
    ("actor kind", |record| record.actor_kind = String::from("operator")),
    ("actor", |record| record.actor_id = Some(EVA.as_uuid())),
    ("actor, away", |record| record.actor_id = None),
    ("action", |record| record.action = Action::MemberRemove.to_string()),
    ("object kind", |record| record.object_kind = String::from("account")),
    ("object", |record| record.object_id = Some(ANA.as_uuid())),
    ("object, away", |record| record.object_id = None),
    ("ground", |record| record.ground = String::from("operator")),
    ("network", |record| record.network = Some("192.0.2.8".to_owned())),
    ("network, away", |record| record.network = None),
    ("detail, altered", |record| {
        record.details.insert("role".to_owned(), "owner".to_owned());
    }),
    ("detail, added", |record| {
        record.details.insert("more".to_owned(), String::new());
    }),
    ("detail, away", |record| {
        record.details.remove("was");
    }),
    ("a letter moved to the field before", |record| {
        record.action = format!("{}u", record.action);
        record.object_kind = String::from("ser");
    }),
];

#[test]
fn an_altered_field_shows() {
    for (what, alter) in ALTERATIONS {
        let mut chain = a_chain(3);
        alter(&mut chain[1]);
        assert_eq!(verify(&chain), Err(ChainBreak::Content(2)), "{what}");
    }
}

#[test]
fn an_altered_record_with_a_new_hash_breaks_the_link_of_the_next() {
    let mut chain = a_chain(3);
    chain[1].ground = "operator".to_owned();
    chain[1] = chain[1].clone().sealed(digest);

    assert_eq!(verify(&chain), Err(ChainBreak::Link(3)));
}

#[test]
fn a_missing_record_shows() {
    let mut chain = a_chain(4);
    chain.remove(1);

    assert_eq!(verify(&chain), Err(ChainBreak::Number { expected: 2, found: 3 }));
}

#[test]
fn a_missing_record_shows_even_when_the_rest_is_numbered_anew() {
    let mut chain = a_chain(4);
    chain.remove(1);
    for (number, record) in (1..).zip(&mut chain) {
        record.number = number;
    }

    assert_eq!(verify(&chain), Err(ChainBreak::Link(2)));
}

#[test]
fn reordered_and_repeated_records_show() {
    let mut reordered = a_chain(4);
    reordered.swap(1, 2);
    let mut repeated = a_chain(4);
    repeated.insert(2, repeated[1].clone());

    assert_eq!(verify(&reordered), Err(ChainBreak::Number { expected: 2, found: 3 }));
    assert_eq!(verify(&repeated), Err(ChainBreak::Number { expected: 3, found: 2 }));
}

#[test]
fn the_beginning_cut_off_shows() {
    let chain = a_chain(4);

    assert_eq!(verify(&chain[1..]), Err(ChainBreak::Number { expected: 1, found: 2 }));
}

#[test]
fn a_cut_off_end_is_told_by_its_numbers() {
    let cut = ChainBreak::Truncated { expected: 4, found: 3 };

    assert_eq!(cut.to_string(), "the chain ends at record 3, but its head says 4");
}

#[test]
fn a_refused_attempt_is_a_record_of_the_chain_like_any_other() {
    let denial = Denial::not_a_member(Permission::UsersInvite);
    let attempt = RefusedAttempt::new(ACCOUNT, Actor::User(EVA), denial);
    let mut chain = a_chain(1);
    let previous = chain[0].hash;

    let record = AuditRecord::of_refused(&attempt, Origin::default(), now(), 2, previous);
    chain.push(record.sealed(digest));

    assert_eq!(verify(&chain), Ok(()));
    assert_eq!(chain[1].action, "attempt.refused");
    assert_eq!(chain[1].ground, "permission:users.invite");
    assert_eq!(chain[1].scope, ACCOUNT.as_uuid());
}

//! Many questions about one account, answered by one statement.

use std::collections::{HashMap, HashSet};

use portero_domain::id::{AccountId, SiteId};
use portero_domain::policy::SitePermissionSet;
use portero_domain::port::{Asked, AskedFacts, ClientFacts, PersonFacts, Subject};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{
    Condition, Expr, ExprTrait, Query, SelectStatement, SimpleExpr, UnionType,
};

use super::facts::Told;
use crate::table::{clients, memberships, site_assignments, sites, users};

/// The people who are asked about, each with the sites of these that are assigned to them; and those
/// of the sites that are the account's.
pub(super) fn select(account: AccountId, asked: &[Asked]) -> SelectStatement {
    let asked_sites: HashSet<SiteId> = asked.iter().filter_map(|asked| asked.site).collect();
    let asked_sites: Vec<_> = asked_sites.into_iter().map(SiteId::as_uuid).collect();
    let there = Query::select()
        .column((sites::Entity, sites::Column::Id))
        .exprs(std::iter::repeat_n(nothing(), PERSON_COLUMNS))
        .from(sites::Entity)
        .and_where(sites::Column::AccountId.eq(account.as_uuid()))
        .and_where(sites::Column::Id.is_in(asked_sites.clone()))
        .take();
    let assigned = Condition::all()
        .add(site_assignments::Column::AccountId.eq(account.as_uuid()))
        .add(
            Expr::col((site_assignments::Entity, site_assignments::Column::ClientId))
                .equals((clients::Entity, clients::Column::Id)),
        )
        .add(site_assignments::Column::SiteId.is_in(asked_sites));
    people(account, asked)
        .left_join(site_assignments::Entity, assigned)
        .union(UnionType::All, there)
        .take()
}

/// How many columns of a row are about a person.
const PERSON_COLUMNS: usize = 12;

fn nothing() -> SimpleExpr {
    Expr::cust("NULL")
}

/// The users who are asked about, with what they hold on the account and what they are as its clients.
fn people(account: AccountId, asked: &[Asked]) -> SelectStatement {
    let ids = asked.iter().filter_map(|asked| match &asked.subject {
        Subject::User(id) => Some(id.as_uuid()),
        Subject::Email(_) => None,
    });
    let addresses = asked.iter().filter_map(|asked| match &asked.subject {
        Subject::Email(address) => Some(address.canonical()),
        Subject::User(_) => None,
    });
    let is_member = Condition::all().add(memberships::Column::AccountId.eq(account.as_uuid())).add(
        Expr::col((memberships::Entity, memberships::Column::UserId))
            .equals((users::Entity, users::Column::Id)),
    );
    let is_client = Condition::all().add(clients::Column::AccountId.eq(account.as_uuid())).add(
        Expr::col((clients::Entity, clients::Column::UserId))
            .equals((users::Entity, users::Column::Id)),
    );
    Query::select()
        .expr(nothing())
        .column((site_assignments::Entity, site_assignments::Column::SiteId))
        .columns(users::ADDRESS)
        .columns([users::Column::Id, users::Column::State].map(|column| (users::Entity, column)))
        .columns(memberships::ACCESS.map(|column| (memberships::Entity, column)))
        .columns(
            [clients::Column::Id, clients::Column::SuspendedAt]
                .map(|column| (clients::Entity, column)),
        )
        .column((site_assignments::Entity, site_assignments::Column::Permissions))
        .from(users::Entity)
        .left_join(memberships::Entity, is_member)
        .left_join(clients::Entity, is_client)
        .cond_where(
            Condition::any()
                .add(users::Column::Id.is_in(ids))
                .add(users::Column::EmailCanonical.is_in(addresses)),
        )
        .take()
}

/// Everything that a batch found.
#[derive(Default)]
pub(super) struct Found {
    people: HashMap<Subject, PersonFacts>,
    sites: HashSet<SiteId>,
    assigned: HashMap<(Subject, SiteId), SitePermissionSet>,
}

impl Found {
    /// Puts the rows of the statement together.
    pub(super) fn of(told: Vec<Told>) -> Self {
        let mut found = Self::default();
        for one in told {
            match one {
                Told::Site(site) => {
                    found.sites.insert(site);
                }
                Told::Person(person) => {
                    let (address, facts, site) = *person;
                    found.add(Subject::User(facts.user_id), facts.clone(), site);
                    found.add(Subject::Email(address), facts, site);
                }
            }
        }
        found
    }

    fn add(&mut self, subject: Subject, facts: PersonFacts, site: Option<SiteId>) {
        let permissions = facts.client.and_then(|client| client.assigned);
        if let Some((site, permissions)) = site.zip(permissions) {
            self.assigned.insert((subject.clone(), site), permissions);
        }
        self.people.insert(subject, facts);
    }

    /// What is found of one question.
    pub(super) fn facts_of(&self, asked: &Asked) -> AskedFacts {
        let on_site = |site| self.assigned.get(&(asked.subject.clone(), site)).copied();
        let person = self.people.get(&asked.subject).cloned().map(|person| {
            let assigned = asked.site.and_then(on_site);
            let client = person.client.map(|client| ClientFacts { assigned, ..client });
            PersonFacts { client, ..person }
        });
        let site_is_there = asked.site.is_some_and(|site| self.sites.contains(&site));
        AskedFacts { person, site_is_there }
    }
}

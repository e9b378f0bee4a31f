//! What the entries of an audit log were done to, and on whose behalf, by name. The trail keeps ids only:
//! names are asked for as the reader may see them, and what is gone is called by its kind.

use std::collections::HashMap;

use portero_domain::id::{ClientId, ContactId, InvitationId, SiteId};
use portero_domain::model::AuditRecord;
use portero_domain::policy::Permission;
use portero_domain::use_case::Error;
use uuid::Uuid;

use crate::call::{Area, Call, Stop};
use crate::view::Cell;
use crate::words::Words;

/// The fact of an entry that says for which client something was done.
const BEHALF: &str = "on_behalf_of_client_id";

/// What the entries are about: by kind and id, its name and its page.
pub(super) struct Things(HashMap<(String, Uuid), (String, String)>);

impl Things {
    /// Finds out what these entries are about.
    pub(super) async fn of(
        records: &[AuditRecord],
        people: &HashMap<Uuid, String>,
        call: &Call,
        area: &Area,
    ) -> Result<Self, Stop> {
        let mut things = HashMap::new();
        for record in records {
            let object = record.object_id.map(|id| (record.object_kind.clone(), id));
            let behalf = client_of(record).map(|id| ("client".to_owned(), id));
            for thing in object.into_iter().chain(behalf) {
                if things.contains_key(&thing) {
                    continue;
                }
                let found = match people.get(&thing.1) {
                    Some(name) => Some((name.clone(), format!("{}/users/{}", area.path, thing.1))),
                    None => named(&thing.0, thing.1, call, area).await?,
                };
                things.insert(thing, found);
            }
        }
        let found = things.into_iter().filter_map(|(thing, found)| Some((thing, found?)));
        Ok(Self(found.collect()))
    }

    /// What an entry is about.
    pub(super) fn cell(&self, record: &AuditRecord, words: &Words) -> Cell {
        let kind = (words.audit_object)(&record.object_kind);
        let thing = record.object_id.map(|id| (record.object_kind.clone(), id));
        match thing.and_then(|thing| self.0.get(&thing)) {
            Some((name, link)) => Cell { link: link.clone(), ..Cell::text(name.clone()) },
            None => Cell::text(kind),
        }
    }

    /// On whose behalf it was done.
    pub(super) fn behalf(&self, record: &AuditRecord) -> Option<String> {
        let client = ("client".to_owned(), client_of(record)?);
        self.0.get(&client).map(|(name, _)| name.clone())
    }
}

fn client_of(record: &AuditRecord) -> Option<Uuid> {
    record.details.get(BEHALF)?.parse().ok()
}

/// The name of a thing and its page, if it is still there and the reader may see it.
async fn named(
    kind: &str,
    id: Uuid,
    call: &Call,
    area: &Area,
) -> Result<Option<(String, String)>, Stop> {
    let (caller, account, portero) = (call.person()?, area.id, call.portero());
    let found = match kind {
        "contact" if area.may(Permission::ContactsRead) => {
            let found = portero.contact(caller, account, ContactId::from_uuid(id)).await;
            found.map(|view| (view.contact.details.full_name(), "contacts"))
        }
        "client" if area.may(Permission::ClientsRead) => {
            let found = portero.client(caller, account, ClientId::from_uuid(id)).await;
            found.map(|view| (view.client.details.full_name(), "clients"))
        }
        "site" if area.may(Permission::SitesRead) => {
            let found = portero.site(caller, account, SiteId::from_uuid(id)).await;
            found.map(|site| (site.details.name.as_str().to_owned(), "sites"))
        }
        "invitation" if area.may(Permission::UsersRead) => {
            let found = portero.invitation(caller, account, InvitationId::from_uuid(id)).await;
            found.map(|view| (view.invitation.email.as_shown().to_owned(), ""))
        }
        _ => return Ok(None),
    };
    match found {
        Ok((name, "")) => Ok(Some((name, String::new()))),
        Ok((name, section)) => Ok(Some((name, format!("{}/{section}/{id}", area.path)))),
        Err(Error::NotFound) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

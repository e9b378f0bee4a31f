//! The schema, and what it refuses by itself.

use std::sync::Arc;

use portero_store_sea_orm::{ConnectError, SeaOrmStore, StoreOptions};
use sea_orm::ConnectionTrait;

use crate::database::{Sha256, on_each_database, on_each_empty_database};
use crate::{client_given, given};

#[tokio::test(flavor = "multi_thread")]
async fn migrations_are_pending_until_they_are_applied_and_applying_again_does_nothing() {
    on_each_empty_database(async |opened| {
        let pending = opened.store.pending_migrations().await.unwrap();
        let all =
            ["m0001_first_tables", "m0002_contacts_and_communications", "m0003_clients_and_sites"];
        assert_eq!(pending, all);
        opened.store.migrate().await.unwrap();
        opened.store.migrate().await.unwrap();
        assert!(opened.store.pending_migrations().await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_database_in_memory_or_of_another_make_is_refused() {
    for url in ["sqlite::memory:", "mysql://localhost/portero", "portero.db"] {
        let digest = Arc::new(Sha256);
        let opened = SeaOrmStore::connect(url, digest, StoreOptions::default()).await;
        assert_eq!(opened.err(), Some(ConnectError::UnsupportedUrl), "{url}");
    }
}

/// What no statement can make of a database with something in every table.
const IMPOSSIBLE: &[&str] = &[
    "UPDATE accounts SET state = 'closed'",
    "UPDATE accounts SET closed_at = 1",
    "UPDATE accounts SET state = 'open'",
    "UPDATE accounts SET member_count = -1",
    "UPDATE memberships SET grants = 'invoices.read'",
    "UPDATE memberships SET ends_at = 1",
    "UPDATE memberships SET state = 'suspended'",
    "UPDATE memberships SET version = 0",
    "UPDATE invitations SET state = 'accepted', ended_at = 1",
    "UPDATE invitations SET state = 'declined'",
    "UPDATE invitations SET accepted_by = invited_by",
    "UPDATE invitations SET role = 'owner'",
    "UPDATE invitations SET state = 'expired'",
    "UPDATE invitations SET link = CAST('short' AS bytea)",
    "UPDATE accounts SET contact_count = -1",
    "UPDATE contacts SET access = 'granted'",
    "UPDATE contacts SET access = 'invited'",
    "UPDATE contacts SET access_user = (SELECT id FROM users)",
    "UPDATE contacts SET access = 'invited', access_invitation = account_id",
    "UPDATE contacts SET profile = 'owner'",
    "UPDATE communications SET sender_kind = 'operator'",
    "UPDATE communications SET sender_id = NULL",
    "UPDATE communications SET category = 'gossip'",
    "UPDATE communication_recipients SET state = 'sent'",
    "UPDATE communication_recipients SET settled_at = 1",
    "UPDATE communication_recipients SET state = 'undeliverable', settled_at = 1",
    "UPDATE communication_recipients SET state = 'sent', settled_at = 1, problem = 'no'",
    "UPDATE communication_recipients SET person_kind = 'machine'",
    "UPDATE communication_recipients SET because = 'why not'",
    "UPDATE support_codes SET tries_left = -1",
    "UPDATE support_codes SET tries_left = 0, used = TRUE",
    "UPDATE support_codes SET code = CAST('short' AS bytea)",
    "UPDATE users SET made_by = id",
    "UPDATE accounts SET client_count = -1",
    "UPDATE accounts SET site_count = -1",
    "UPDATE clients SET status = 'prospect'",
    "UPDATE clients SET suspended_at = 1",
    "UPDATE clients SET link = NULL",
    "UPDATE clients SET link_expires_at = NULL",
    "UPDATE clients SET link_mailed = NULL",
    "UPDATE clients SET link = NULL, link_expires_at = NULL, link_mailed = NULL",
    "UPDATE clients SET link = CAST('short' AS bytea)",
    "UPDATE clients SET site_count = -1",
    "UPDATE clients SET last_active_at = -2",
    "UPDATE clients SET account_id = id",
    "UPDATE site_assignments SET account_id = client_id",
    "UPDATE site_assignments SET site_id = client_id",
    "UPDATE viewings SET state = 'ended'",
    "UPDATE viewings SET token = link",
    "UPDATE viewings SET ended_at = 1",
    "UPDATE viewings SET state = 'open'",
    "UPDATE viewings SET link = CAST('short' AS bytea)",
    "DELETE FROM clients",
    "DELETE FROM sites",
    "UPDATE streams SET audit_number = 0",
    "DELETE FROM users",
    "DELETE FROM accounts",
    "DELETE FROM streams",
];

#[tokio::test(flavor = "multi_thread")]
async fn the_schema_itself_refuses_what_cannot_be() {
    on_each_database(async |opened| {
        let owner = given::user(&opened.store, "ana@sol.example", "Ana", "López").await;
        let account = given::account(&opened.store, &owner).await;
        given::invited(&opened.store, &account, &owner, "new@sol.example").await;
        given::told(&opened.store, &account, &owner).await;
        let client = client_given::client(&opened.store, &account, "carla@luna.example").await;
        let site = client_given::site(&opened.store, &account, "Casa").await;
        let client = client_given::assigned(&opened.store, client, &site).await;
        let client = client_given::active(&opened.store, client, &owner).await;
        let session = given::session(&opened.store, &owner).await;
        client_given::viewing(&opened.store, &client, &session).await;
        let connection = opened.past_the_store().await;
        for statement in IMPOSSIBLE {
            let done = connection.execute_unprepared(statement).await;
            assert!(done.is_err(), "{statement}");
        }
    })
    .await;
}

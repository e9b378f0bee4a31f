//! The schema, and how it came about: one migration a file, never changed once it was released.

mod m0001_first_tables;
mod m0002_contacts_and_communications;
mod m0003_clients_and_sites;

use sea_orm_migration::{MigrationTrait, MigratorTrait};

/// Every migration, in order.
pub(crate) struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_first_tables::Migration),
            Box::new(m0002_contacts_and_communications::Migration),
            Box::new(m0003_clients_and_sites::Migration),
        ]
    }
}

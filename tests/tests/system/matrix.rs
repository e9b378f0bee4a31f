//! The table of roles and permissions as the domain's rules have it, written down a second time.

use std::collections::BTreeSet;

/// Which of owner, administrator, finance, user, technical contact and billing contact hold it.
const TABLE: &str = "
account.read                x x x - - -
account.update              x x x - - -
account.transfer_ownership  x - - - - -
account.close               x - - - - -
users.read                  x x x - - -
users.invite                x x - - - -
users.manage                x x - - - -
contacts.read               x x x - - -
contacts.manage             x x - - - -
invoices.read               x x x - - x
invoices.pay                x x x - - -
quotes.read                 x x x - - x
quotes.accept               x x - - - -
reports.generate            x x x - - -
services.read               x x - - x -
services.manage             x x - - - -
services.sign_in            x x - - - -
domains.read                x x x - x -
domains.manage              x x - - - -
tickets.read                x x x - x -
tickets.open                x x - - x -
orders.place                x x - - - -
communications.read         x x x - - -
communications.send         x x - - - -
affiliates.read             x x x - - -
affiliates.manage           x x - - - -
clients.read                x x x - - -
clients.manage              x x - - - -
clients.grant_access        x x - - - -
clients.view_as             x x - - - -
sites.read                  x x x - - -
sites.manage                x x - - - -
audit.read                  x x x - - -
service_keys.manage         x x - - - -
";

pub const ROLES: [&str; 6] =
    ["owner", "administrator", "finance", "user", "technical_contact", "billing_contact"];

/// Every permission there is, in the order of the table.
pub fn permissions() -> Vec<&'static str> {
    rows().map(|(permission, _)| permission).collect()
}

/// What a role holds by itself.
pub fn held_by(role: &str) -> BTreeSet<&'static str> {
    let column = ROLES.iter().position(|one| *one == role).expect("a role of the table");
    rows().filter(|(_, marks)| marks[column]).map(|(permission, _)| permission).collect()
}

/// The roles that hold a permission, in the order of the table.
pub fn holders_of(permission: &str) -> Vec<&'static str> {
    ROLES.into_iter().filter(|role| held_by(role).contains(permission)).collect()
}

fn rows() -> impl Iterator<Item = (&'static str, Vec<bool>)> {
    TABLE.trim().lines().map(|line| {
        let mut words = line.split_whitespace();
        let permission = words.next().expect("a line begins with a permission");
        (permission, words.map(|mark| mark == "x").collect())
    })
}

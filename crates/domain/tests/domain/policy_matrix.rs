//! Who may do what: the policy's one table, as a snapshot and against a second copy of it.

use std::collections::BTreeSet;

use insta::assert_snapshot;
use portero_domain::policy::{Decision, GrantSource, Permission, Role, RoleSet, Standing, decide};

use crate::table::Table;

/// Typed again from the rules, not from the code: a slip in either shows.
const AS_AGREED: &str = "
| account.read               | owner administrator finance                                 |
| account.update             | owner administrator finance                                 |
| account.transfer_ownership | owner                                                       |
| account.close              | owner                                                       |
| users.read                 | owner administrator finance                                 |
| users.invite               | owner administrator                                         |
| users.manage               | owner administrator                                         |
| contacts.read              | owner administrator finance                                 |
| contacts.manage            | owner administrator                                         |
| invoices.read              | owner administrator finance billing_contact                 |
| invoices.pay               | owner administrator finance                                 |
| quotes.read                | owner administrator finance billing_contact                 |
| quotes.accept              | owner administrator                                         |
| reports.generate           | owner administrator finance                                 |
| services.read              | owner administrator technical_contact                       |
| services.manage            | owner administrator                                         |
| services.sign_in           | owner administrator                                         |
| domains.read               | owner administrator finance technical_contact               |
| domains.manage             | owner administrator                                         |
| tickets.read               | owner administrator finance technical_contact               |
| tickets.open               | owner administrator technical_contact                       |
| orders.place               | owner administrator                                         |
| communications.read        | owner administrator finance                                 |
| communications.send        | owner administrator                                         |
| affiliates.read            | owner administrator finance                                 |
| affiliates.manage          | owner administrator                                         |
| clients.read               | owner administrator finance                                 |
| clients.manage             | owner administrator                                         |
| clients.grant_access       | owner administrator                                         |
| clients.view_as            | owner administrator                                         |
| sites.read                 | owner administrator finance                                 |
| sites.manage               | owner administrator                                         |
| audit.read                 | owner administrator finance                                 |
| service_keys.manage        | owner administrator                                         |
";

fn as_agreed() -> Vec<(Permission, BTreeSet<Role>)> {
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let permission = cells[1].parse().expect("a permission");
        let roles = cells[2].split_whitespace().map(|role| role.parse().expect("a role"));
        (permission, roles.collect())
    };
    AS_AGREED.lines().filter(|line| !line.is_empty()).map(row).collect()
}

#[test]
fn every_permission_of_every_role() {
    let mut table =
        Table::new(std::iter::once("permission").chain(Role::ALL.iter().map(|role| role.as_str())));
    for permission in Permission::ALL {
        let cell = |role: &Role| {
            if decide(&Standing::of(*role), *permission).is_allowed() { "x" } else { "-" }
        };
        table.row(std::iter::once(permission.as_str()).chain(Role::ALL.iter().map(cell)));
    }
    assert_snapshot!(table);
}

#[test]
fn the_table_is_the_one_that_was_agreed() {
    let agreed = as_agreed();

    let listed: Vec<Permission> = agreed.iter().map(|(permission, _)| *permission).collect();
    assert_eq!(listed, Permission::ALL);

    for (permission, roles) in agreed {
        for role in Role::ALL {
            let decision = decide(&Standing::of(*role), permission);
            assert_eq!(decision.is_allowed(), roles.contains(role), "{role}: {permission}");
        }
    }
}

#[test]
fn a_yes_names_the_role_and_a_no_names_the_roles_that_hold_it() {
    for (permission, roles) in as_agreed() {
        for role in Role::ALL {
            match decide(&Standing::of(*role), permission) {
                Decision::Allowed(source) => assert_eq!(source, GrantSource::Role(*role)),
                Decision::Denied(denial) => {
                    assert_eq!(denial.missing, permission);
                    assert_eq!(denial.held_by_roles(), roles.iter().copied().collect::<RoleSet>());
                }
            }
        }
    }
}

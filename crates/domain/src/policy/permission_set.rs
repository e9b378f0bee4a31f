//! A set of permissions as the bits of one integer.

use super::Permission;
use super::names::bit_set;

bit_set! {
    /// A set of [`Permission`]s.
    PermissionSet of Permission in u64
}

impl PermissionSet {
    /// What can be granted: everything that is not reserved.
    pub const GRANTABLE: Self = Self::all()
        .difference(Self::of(&[Permission::AccountTransferOwnership, Permission::AccountClose]));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_grantable_but_what_is_reserved() {
        for permission in Permission::ALL {
            assert_eq!(
                PermissionSet::GRANTABLE.contains(*permission),
                !permission.is_reserved(),
                "{permission}"
            );
        }
    }

    #[test]
    fn a_set_lists_its_elements_in_the_order_of_the_table() {
        let set = PermissionSet::of(&[Permission::AuditRead, Permission::AccountRead]);
        let listed: Vec<_> = set.iter().collect();
        assert_eq!(listed, [Permission::AccountRead, Permission::AuditRead]);
    }
}

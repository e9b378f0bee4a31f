//! Examples of the policy as data: cut from the policy itself, so that they cannot be wrong.

use poem_openapi::types::Example;
use portero_domain::policy::{Category, Permission, Role, SitePermission};

use crate::schema::{
    Named, NotificationRulesBody, PermissionBody, PolicyBody, RoleBody, SitePermissionBody,
};

impl Example for PolicyBody {
    fn example() -> Self {
        Self {
            roles: vec![RoleBody::example()],
            permissions: vec![PermissionBody::example()],
            site_permissions: vec![SitePermissionBody::example()],
            categories: Category::ALL.iter().copied().map(Named::from).collect(),
        }
    }
}

impl Example for RoleBody {
    fn example() -> Self {
        Role::Finance.into()
    }
}

impl Example for NotificationRulesBody {
    fn example() -> Self {
        RoleBody::example().notifications
    }
}

impl Example for PermissionBody {
    fn example() -> Self {
        Self {
            name: Permission::AccountClose.into(),
            reserved: Permission::AccountClose.is_reserved(),
        }
    }
}

impl Example for SitePermissionBody {
    fn example() -> Self {
        let publish = SitePermission::Publish;
        Self { name: publish.into(), needs: publish.needs().iter().map(Named::from).collect() }
    }
}

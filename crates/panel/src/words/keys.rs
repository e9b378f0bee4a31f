//! The words of the page of service keys.

/// What is said of service keys.
#[derive(Debug)]
pub(crate) struct Keys {
    pub new: &'static str,
    pub none: &'static str,
    pub lead: &'static str,
    pub revoke: &'static str,
    pub in_force: &'static str,
    pub since: &'static str,
    pub revoke_why: &'static str,
    pub revoked: &'static str,
    pub is_revoked: &'static str,
}

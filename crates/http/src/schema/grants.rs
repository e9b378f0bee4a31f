//! Which grants someone wants to give.

use poem_openapi::Union;
use portero_domain::policy::{GrantChoice, Permission, PermissionSet};
use portero_domain::use_case::FieldProblem;

use super::Named;
use crate::convention::Fields;

/// Some permissions, or `all` that the giver may give.
#[derive(Debug, Clone, Union)]
#[oai(one_of)]
pub enum Grants {
    /// `all`: every permission that the giver may give.
    All(String),
    /// These, and no others.
    These(Vec<Named<Permission>>),
}

impl Grants {
    /// Reads the choice.
    pub fn read(self, fields: &mut Fields) -> Option<GrantChoice> {
        match self {
            Self::All(word) if word == "all" => Some(GrantChoice::All),
            Self::All(given) => {
                let problem = FieldProblem::UnknownName { kind: "choice of grants", given };
                fields.read::<_, FieldProblem>("grants", Err(problem))
            }
            Self::These(names) => {
                let read: Option<PermissionSet> = fields.read_list("grants", names, Named::known);
                read.map(GrantChoice::These)
            }
        }
    }
}

//! The same matrix in cedar-policy: a policy for each role and for the grants, a group for each
//! role, a user for each member.

use std::collections::HashSet;
use std::hint::black_box;

use cedar_policy::{
    Authorizer, Context, Decision as Answer, Entities, Entity, EntityUid, PolicySet, Request,
};
use portero_bench_measure::nanoseconds_per_call;
use portero_domain::policy::{Offer, Permission, PermissionSet, decide};

use crate::matrix::{Matrix, members};

/// The policies, the people, and the questions in the order of the matrix.
pub struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    entities: Entities,
    requests: Vec<Request>,
}

impl Cedar {
    /// Puts the matrix into cedar's terms.
    pub fn on(matrix: &Matrix) -> Self {
        let mut text = String::new();
        let mut people = Vec::new();
        let mut requests = Vec::with_capacity(matrix.cells.len());
        for (number, offer) in members().enumerate() {
            let person = uid("User", &number.to_string());
            text += &policy(&offer, &person);
            let role = uid("Role", offer.role.as_str());
            people.push(Entity::new_no_attrs(person.clone(), HashSet::from([role])));
            requests.extend(Permission::ALL.iter().map(|one| request(&person, *one)));
        }
        Self {
            authorizer: Authorizer::new(),
            policies: text.parse().expect("the policies are written as cedar's own"),
            entities: Entities::from_entities(people, None).expect("each person is there once"),
            requests,
        }
    }

    /// Makes sure that the two give the same answers: otherwise comparing them would mean nothing.
    ///
    /// # Panics
    /// When one answer differs.
    pub fn agrees_with(&self, matrix: &Matrix) {
        for (request, cell) in self.requests.iter().zip(&matrix.cells) {
            let ours = decide(&cell.standing, cell.permission).is_allowed();
            assert_eq!(
                self.is_allowed(request),
                ours,
                "{} as {:?}",
                cell.permission,
                cell.standing
            );
        }
    }

    /// How long a decision takes.
    pub fn nanoseconds_per_decision(&self) -> f64 {
        nanoseconds_per_call(|| {
            for request in &self.requests {
                black_box(self.is_allowed(black_box(request)));
            }
            self.requests.len()
        })
    }

    fn is_allowed(&self, request: &Request) -> bool {
        let response = self.authorizer.is_authorized(request, &self.policies, &self.entities);
        response.decision() == Answer::Allow
    }
}

/// What a member's grants allow them alone; without any, what their role allows.
fn policy(offer: &Offer, person: &EntityUid) -> String {
    let (principal, set) = if offer.grants.is_empty() {
        (format!("principal in {}", uid("Role", offer.role.as_str())), offer.role.permissions())
    } else {
        (format!("principal == {person}"), offer.grants)
    };
    if set.is_empty() {
        return String::new();
    }
    format!("permit ({principal}, action in [{}], resource);\n", actions(set))
}

fn actions(set: PermissionSet) -> String {
    let actions: Vec<String> =
        set.iter().map(|permission| uid("Action", permission.as_str()).to_string()).collect();
    actions.join(", ")
}

fn request(person: &EntityUid, permission: Permission) -> Request {
    let (action, account) = (uid("Action", permission.as_str()), uid("Account", "one"));
    Request::new(person.clone(), action, account, Context::empty(), None)
        .expect("without a schema every request is well-formed")
}

fn uid(kind: &str, name: &str) -> EntityUid {
    let kind = kind.parse().expect("a plain type name");
    EntityUid::from_type_name_and_id(kind, cedar_policy::EntityId::new(name))
}

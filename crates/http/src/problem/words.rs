//! Decisions in words that a person can act on.

use portero_domain::model::Language;
use portero_domain::policy::{
    DenialReason, GrantSource, Role, RoleSet, SiteDenialReason, SiteGrantSource, Suspension,
};
use portero_domain::use_case::{
    ContactVerified, Explanation, PersonName, SiteExplanation, VerificationReason,
};

/// Why something is allowed.
pub(crate) fn allowed(because: GrantSource, language: Language) -> String {
    match (because, language) {
        (GrantSource::Role(role), Language::English) => format!("The role {role} allows it."),
        (GrantSource::Role(role), Language::Spanish) => format!("Lo permite el rol {role}."),
        (GrantSource::Grant(grant), Language::English) => {
            format!("The permission {grant}, granted to this person, allows it.")
        }
        (GrantSource::Grant(grant), Language::Spanish) => {
            format!("Lo permite el permiso {grant}, concedido a esta persona.")
        }
    }
}

/// Why something is denied, and what could be done about it.
pub(crate) fn denied(explanation: &Explanation, language: Language) -> String {
    let mut words = match explanation.reason {
        DenialReason::NotHeld => {
            missing(explanation.missing.as_str(), explanation.held_by_roles, language)
        }
        DenialReason::NotAMember => not_a_member(language).to_owned(),
        DenialReason::Suspended(suspension) => suspended(suspension, language).to_owned(),
    };
    let people = explanation.could_be_given_by.as_deref().unwrap_or_default();
    if !people.is_empty() && could_be_mended(explanation.reason) {
        words.push(' ');
        words.push_str(&ask(people, language));
    }
    words
}

/// Why something is allowed on a site.
pub(crate) fn allowed_on_site(because: SiteGrantSource, language: Language) -> String {
    match (because, language) {
        (SiteGrantSource::SitesManage(source), _) => allowed(source, language),
        (SiteGrantSource::Assignment, Language::English) => {
            "The site is assigned to this person with this permission.".to_owned()
        }
        (SiteGrantSource::Assignment, Language::Spanish) => {
            "El sitio está asignado a esta persona con este permiso.".to_owned()
        }
    }
}

/// Why something is denied on a site, and what could be done about it.
pub(crate) fn denied_on_site(explanation: &SiteExplanation, language: Language) -> String {
    let mut words = match (explanation.reason, language) {
        (SiteDenialReason::NotHeld, Language::English) => {
            format!("The site is assigned to this person without {}.", explanation.missing)
        }
        (SiteDenialReason::NotHeld, Language::Spanish) => {
            format!("El sitio está asignado a esta persona sin {}.", explanation.missing)
        }
        (SiteDenialReason::NotAssigned, Language::English) => {
            "The site is not assigned to this person.".to_owned()
        }
        (SiteDenialReason::NotAssigned, Language::Spanish) => {
            "El sitio no está asignado a esta persona.".to_owned()
        }
        (SiteDenialReason::ClientSuspended, Language::English) => {
            "The account has suspended this client.".to_owned()
        }
        (SiteDenialReason::ClientSuspended, Language::Spanish) => {
            "La cuenta ha suspendido a este cliente.".to_owned()
        }
        (SiteDenialReason::Member(DenialReason::NotHeld), _) => {
            missing(explanation.missing.as_str(), explanation.held_by_roles, language)
        }
        (SiteDenialReason::Member(DenialReason::NotAMember), _) => {
            not_a_member(language).to_owned()
        }
        (
            SiteDenialReason::Member(DenialReason::Suspended(suspension))
            | SiteDenialReason::Suspended(suspension),
            _,
        ) => suspended(suspension, language).to_owned(),
    };
    let people = explanation.could_be_given_by.as_deref().unwrap_or_default();
    if !people.is_empty() && could_be_mended_on_site(explanation.reason) {
        words.push(' ');
        words.push_str(&ask(people, language));
    }
    words
}

const fn could_be_mended_on_site(reason: SiteDenialReason) -> bool {
    match reason {
        SiteDenialReason::NotHeld
        | SiteDenialReason::NotAssigned
        | SiteDenialReason::ClientSuspended => true,
        SiteDenialReason::Member(reason) => could_be_mended(reason),
        SiteDenialReason::Suspended(suspension) => {
            could_be_mended(DenialReason::Suspended(suspension))
        }
    }
}

/// Whether support may talk to someone about something, and why.
pub(crate) fn verification(verified: &ContactVerified, language: Language) -> String {
    let topic = verified.topic;
    match (verified.reason, language) {
        (VerificationReason::Authorised, Language::English) => {
            format!("You may talk to this person about {topic}.")
        }
        (VerificationReason::Authorised, Language::Spanish) => {
            format!("Puede hablar con esta persona sobre {topic}.")
        }
        (VerificationReason::Unknown, Language::English) => {
            "The account has nobody at this address: give no information.".to_owned()
        }
        (VerificationReason::Unknown, Language::Spanish) => {
            "La cuenta no tiene a nadie con esta dirección: no dé información.".to_owned()
        }
        (VerificationReason::NotForRole, Language::English) => {
            format!("This person is authorised, but not for {topic}.")
        }
        (VerificationReason::NotForRole, Language::Spanish) => {
            format!("Esta persona está autorizada, pero no para {topic}.")
        }
        (VerificationReason::NotAuthorised, Language::English) => {
            "This person has chosen permissions only, and speaks for nobody.".to_owned()
        }
        (VerificationReason::NotAuthorised, Language::Spanish) => {
            "Esta persona solo tiene permisos concedidos uno a uno, y no habla por la cuenta."
                .to_owned()
        }
        (VerificationReason::Suspended, Language::English) => {
            "The access of this person is suspended: give no information.".to_owned()
        }
        (VerificationReason::Suspended, Language::Spanish) => {
            "El acceso de esta persona está suspendido: no dé información.".to_owned()
        }
    }
}

/// Whether someone on the account could mend it.
const fn could_be_mended(reason: DenialReason) -> bool {
    match reason {
        DenialReason::NotHeld
        | DenialReason::NotAMember
        | DenialReason::Suspended(Suspension::MembershipSuspended) => true,
        DenialReason::Suspended(
            Suspension::AccountClosed | Suspension::UserSuspended | Suspension::OwnerSuspended,
        ) => false,
    }
}

fn missing(permission: &str, held_by_roles: RoleSet, language: Language) -> String {
    let roles = roles(held_by_roles);
    match language {
        Language::English => format!("This needs {permission}, which these roles have: {roles}."),
        Language::Spanish => format!("Se necesita {permission}, que tienen estos roles: {roles}."),
    }
}

const fn not_a_member(language: Language) -> &'static str {
    match language {
        Language::English => "This person has no access to the account.",
        Language::Spanish => "Esta persona no tiene acceso a la cuenta.",
    }
}

const fn suspended(suspension: Suspension, language: Language) -> &'static str {
    match (suspension, language) {
        (Suspension::AccountClosed, Language::English) => "The account is closed, which is final.",
        (Suspension::AccountClosed, Language::Spanish) => "La cuenta se cerró definitivamente.",
        (Suspension::UserSuspended, Language::English) => {
            "Whoever runs the service has suspended this person."
        }
        (Suspension::UserSuspended, Language::Spanish) => {
            "Quien presta el servicio ha suspendido a esta persona."
        }
        (Suspension::OwnerSuspended, Language::English) => {
            "Whoever runs the service has suspended the account's owner; until that ends, nobody may \
             act on it."
        }
        (Suspension::OwnerSuspended, Language::Spanish) => {
            "Quien presta el servicio ha suspendido al propietario de la cuenta; hasta que termine, \
             nadie puede actuar en ella."
        }
        (Suspension::MembershipSuspended, Language::English) => {
            "The account has suspended this person's access."
        }
        (Suspension::MembershipSuspended, Language::Spanish) => {
            "La cuenta ha suspendido el acceso de esta persona."
        }
    }
}

fn ask(people: &[PersonName], language: Language) -> String {
    let named: Vec<String> =
        people.iter().map(|person| format!("{} ({})", person.name, person.role)).collect();
    let named = named.join(", ");
    match language {
        Language::English => format!("These people can change that: {named}."),
        Language::Spanish => format!("Estas personas pueden cambiarlo: {named}."),
    }
}

fn roles(set: RoleSet) -> String {
    set.iter().map(Role::as_str).collect::<Vec<_>>().join(", ")
}

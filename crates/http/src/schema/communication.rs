//! Communications, and who receives them.

use poem_openapi::Object;
use portero_domain::model::{
    Addressee, Communication, CommunicationContent, Delivery, DeliveryStatus, LeftOut, Line, Prose,
    Recipient, RecipientId,
};
use portero_domain::policy::Category;
use portero_domain::use_case::{CommunicationSent, Error, NewCommunication, Portero};
use uuid::Uuid;

use super::{Named, ReferenceBody, Timestamp};
use crate::convention::Fields;

/// Who would receive a communication, and who would not.
#[derive(Debug, Clone, Object)]
#[oai(rename = "Recipients", example)]
pub struct RecipientsBody {
    /// Those who would.
    pub items: Vec<RecipientBody>,
    /// Those who would not.
    pub left_out: Vec<RecipientBody>,
}

/// Someone who would receive it, or would not.
#[derive(Debug, Clone, Object)]
#[oai(rename = "Recipient", skip_serializing_if_is_none, example)]
pub struct RecipientBody {
    /// The member, if they are one.
    pub user_id: Option<Uuid>,
    /// The contact, if they are one.
    pub contact_id: Option<Uuid>,
    /// Their address, as typed.
    pub email: String,
    /// Given and family name.
    pub name: String,
    /// Why: `chosen` or `someone_must`; why not: `not_for_role`, `not_chosen`, `suspended` or
    /// `same_address`.
    pub because: String,
}

impl RecipientBody {
    fn of(person: RecipientId, email: String, name: String, because: &str) -> Self {
        let (user_id, contact_id) = match person {
            RecipientId::User(id) => (Some(id.as_uuid()), None),
            RecipientId::Contact(id) => (None, Some(id.as_uuid())),
        };
        Self { user_id, contact_id, email, name, because: because.to_owned() }
    }
}

impl From<(Vec<Recipient>, Vec<LeftOut>)> for RecipientsBody {
    fn from((items, left_out): (Vec<Recipient>, Vec<LeftOut>)) -> Self {
        Self {
            items: items.into_iter().map(RecipientBody::from).collect(),
            left_out: left_out.into_iter().map(RecipientBody::from).collect(),
        }
    }
}

impl From<Recipient> for RecipientBody {
    fn from(recipient: Recipient) -> Self {
        let email = recipient.email.as_shown().to_owned();
        Self::of(recipient.person, email, recipient.name, recipient.because.as_str())
    }
}

impl From<LeftOut> for RecipientBody {
    fn from(left_out: LeftOut) -> Self {
        let email = left_out.email.as_shown().to_owned();
        Self::of(left_out.person, email, left_out.name, left_out.because.as_str())
    }
}

/// What is to be told.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none, example)]
pub struct CommunicationRequest {
    /// What it is about: it decides who receives it.
    pub category: Named<Category>,
    /// One line, 1 to 256 characters.
    pub subject: String,
    /// 1 to 20,000 characters; line breaks are kept.
    pub text: String,
    /// The same as HTML, up to 50,000 characters. It is cleaned; one with scripts, event handlers,
    /// frames or forms is refused.
    pub html: Option<String>,
}

impl CommunicationRequest {
    /// Reads every field.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn read(self, portero: &Portero) -> Result<NewCommunication, Error> {
        let mut fields = Fields::default();
        let category = fields.read("category", self.category.known());
        let subject = fields.read("subject", Line::parse(&self.subject));
        let text = fields.read("text", Prose::parse(&self.text));
        let sanitize = |html: String| portero.sanitize_html(&html);
        let html = fields.read_optional("html", self.html, sanitize);
        let (Some(category), Some(subject), Some(text), Some(html)) =
            (category, subject, text, html)
        else {
            return Err(fields.refusal());
        };
        Ok(CommunicationContent { category, subject, text, html })
    }
}

/// Someone to whom a communication was sent.
#[derive(Debug, Clone, Object)]
#[oai(rename = "Addressee", skip_serializing_if_is_none, example)]
pub struct AddresseeBody {
    /// The member, if they are one.
    pub user_id: Option<Uuid>,
    /// The contact, if they are one.
    pub contact_id: Option<Uuid>,
    /// Where it went, as typed.
    pub email: String,
    /// Given and family name.
    pub name: String,
    /// Why they received it: `chosen` or `someone_must`.
    pub because: String,
    /// `queued`, `sent` or `undeliverable`.
    pub state: Named<DeliveryStatus>,
    /// When it left, or when it was clear that it never would.
    pub settled_at: Option<Timestamp>,
    /// What went wrong at the last attempt.
    pub problem: Option<String>,
}

impl From<&Addressee> for AddresseeBody {
    fn from(addressee: &Addressee) -> Self {
        let (settled_at, problem) = match &addressee.delivery {
            Delivery::Queued { problem } => (None, problem.clone()),
            Delivery::Sent { at } => (Some(Timestamp::from(*at)), None),
            Delivery::Undeliverable { at, problem } => {
                (Some(Timestamp::from(*at)), Some(problem.clone()))
            }
        };
        let email = addressee.email.as_shown().to_owned();
        let because = addressee.because.as_str();
        let who = RecipientBody::of(addressee.person, email, addressee.name.clone(), because);
        Self {
            user_id: who.user_id,
            contact_id: who.contact_id,
            email: who.email,
            name: who.name,
            because: who.because,
            state: addressee.delivery.status().into(),
            settled_at,
            problem,
        }
    }
}

/// What an account's people were told, to whom it was sent, and whether it left.
#[derive(Debug, Clone, Object)]
#[oai(rename = "Communication", skip_serializing_if_is_none, example)]
pub struct CommunicationBody {
    /// The communication.
    pub id: Uuid,
    /// What it is about.
    pub category: Named<Category>,
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
    /// The same as HTML, as it was cleaned.
    pub html: Option<String>,
    /// Who sent it: a `user`, or a `service_key`.
    pub sent_by: ReferenceBody,
    /// To whom, one mail each.
    pub recipients: Vec<AddresseeBody>,
    /// When it was sent.
    pub created_at: Timestamp,
}

impl From<&Communication> for CommunicationBody {
    fn from(communication: &Communication) -> Self {
        let content = &communication.content;
        let (kind, id) = communication.sent_by.parts();
        Self {
            id: communication.id.as_uuid(),
            category: content.category.into(),
            subject: content.subject.as_str().to_owned(),
            text: content.text.as_str().to_owned(),
            html: content.html.as_ref().map(|html| html.as_str().to_owned()),
            sent_by: ReferenceBody { kind: kind.to_owned(), id },
            recipients: communication.addressees.iter().map(AddresseeBody::from).collect(),
            created_at: communication.created_at.into(),
        }
    }
}

impl From<Communication> for CommunicationBody {
    fn from(communication: Communication) -> Self {
        Self::from(&communication)
    }
}

/// A communication that was taken on, and who does not receive it.
#[derive(Debug, Clone, Object)]
#[oai(rename = "SentCommunication", example)]
pub struct SentCommunicationBody {
    /// The communication, with those who receive it.
    pub communication: CommunicationBody,
    /// Those who do not, each with the reason.
    pub left_out: Vec<RecipientBody>,
}

impl From<&CommunicationSent> for SentCommunicationBody {
    fn from(sent: &CommunicationSent) -> Self {
        Self {
            communication: CommunicationBody::from(&sent.communication),
            left_out: sent.left_out.iter().cloned().map(RecipientBody::from).collect(),
        }
    }
}

//! Who would receive a communication.

use poem_openapi::Object;
use portero_domain::model::{LeftOut, LeftOutReason, Recipient, RecipientReason};
use portero_domain::use_case::RecipientsView;

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
#[oai(rename = "Recipient", example)]
pub struct RecipientBody {
    /// Their address, as typed.
    pub email: String,
    /// Given and family name.
    pub name: String,
    /// Why: `chosen` or `someone_must`; why not: `not_chosen` or `suspended`.
    pub because: String,
}

impl From<RecipientsView> for RecipientsBody {
    fn from(view: RecipientsView) -> Self {
        Self {
            items: view.items.into_iter().map(RecipientBody::from).collect(),
            left_out: view.left_out.into_iter().map(RecipientBody::from).collect(),
        }
    }
}

impl From<Recipient> for RecipientBody {
    fn from(recipient: Recipient) -> Self {
        let because = match recipient.because {
            RecipientReason::Chosen => "chosen",
            RecipientReason::SomeoneMust => "someone_must",
        };
        Self {
            email: recipient.email.as_shown().to_owned(),
            name: recipient.name,
            because: because.to_owned(),
        }
    }
}

impl From<LeftOut> for RecipientBody {
    fn from(left_out: LeftOut) -> Self {
        let because = match left_out.because {
            LeftOutReason::NotChosen => "not_chosen",
            LeftOutReason::Suspended => "suspended",
        };
        Self {
            email: left_out.email.as_shown().to_owned(),
            name: left_out.name,
            because: because.to_owned(),
        }
    }
}

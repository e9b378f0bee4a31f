//! Examples of communications and their recipients.

use poem_openapi::types::Example;
use portero_domain::model::DeliveryStatus;
use portero_domain::policy::Category;

use super::cast;
use crate::schema::{
    AddresseeBody, CommunicationBody, CommunicationRequest, RecipientBody, RecipientsBody,
    ReferenceBody, SentCommunicationBody,
};

impl Example for RecipientBody {
    fn example() -> Self {
        Self {
            user_id: Some(cast::LUIS),
            contact_id: None,
            email: "luis@acme.example".to_owned(),
            name: "Luis Romero".to_owned(),
            because: "chosen".to_owned(),
        }
    }
}

impl Example for RecipientsBody {
    fn example() -> Self {
        Self { items: vec![RecipientBody::example()], left_out: vec![left_out()] }
    }
}

fn left_out() -> RecipientBody {
    RecipientBody {
        user_id: Some(cast::NOA),
        contact_id: None,
        email: "noa@estudio.example".to_owned(),
        name: "Noa Vidal".to_owned(),
        because: "not_chosen".to_owned(),
    }
}

impl Example for CommunicationRequest {
    fn example() -> Self {
        Self {
            category: Category::Billing.into(),
            subject: "Factura de marzo".to_owned(),
            text: "Ya puede consultar su factura de marzo.".to_owned(),
            html: Some(
                "<p>Ya puede consultar su <strong>factura</strong> de marzo.</p>".to_owned(),
            ),
        }
    }
}

impl Example for AddresseeBody {
    fn example() -> Self {
        Self {
            user_id: Some(cast::LUIS),
            contact_id: None,
            email: "luis@acme.example".to_owned(),
            name: "Luis Romero".to_owned(),
            because: "chosen".to_owned(),
            state: DeliveryStatus::Sent.into(),
            settled_at: Some(cast::invitation_day()),
            problem: None,
        }
    }
}

impl Example for CommunicationBody {
    fn example() -> Self {
        Self {
            id: cast::COMMUNICATION,
            category: Category::Billing.into(),
            subject: "Factura de marzo".to_owned(),
            text: "Ya puede consultar su factura de marzo.".to_owned(),
            html: None,
            sent_by: ReferenceBody { kind: "service_key".to_owned(), id: Some(cast::SERVICE_KEY) },
            recipients: vec![AddresseeBody::example()],
            created_at: cast::invitation_day(),
        }
    }
}

impl Example for SentCommunicationBody {
    fn example() -> Self {
        Self { communication: CommunicationBody::example(), left_out: vec![left_out()] }
    }
}

//! Examples of recipients.

use poem_openapi::types::Example;

use crate::schema::{RecipientBody, RecipientsBody};

impl Example for RecipientBody {
    fn example() -> Self {
        Self {
            email: "eva@acme.example".to_owned(),
            name: "Eva Martín".to_owned(),
            because: "chosen".to_owned(),
        }
    }
}

impl Example for RecipientsBody {
    fn example() -> Self {
        let noa = RecipientBody {
            email: "noa@estudio.example".to_owned(),
            name: "Noa Vidal".to_owned(),
            because: "not_chosen".to_owned(),
        };
        Self { items: vec![RecipientBody::example()], left_out: vec![noa] }
    }
}

//! Examples of clients and their way in.

use poem_openapi::types::{Example, MaybeUndefined};
use portero_domain::model::{ClientStatus, Language};
use portero_domain::use_case::SetupPassword;

use super::cast;
use crate::schema::{
    ClientAccessBody, ClientBody, ClientPatch, ClientRequest, ClientSiteBody, InvitationMailBody,
    InvitationMailRequest, InvitedClientBody, LinkBody, SetupLinkBody, SetupRequest,
    SiteClientBody,
};

const EMAIL: &str = "marta@floristeria.example";
const TEXT: &str = "Hola, Marta:\n\nentre aquí: {setup_url}\nSu usuario es {user_name}.";

impl Example for ClientRequest {
    fn example() -> Self {
        Self {
            first_name: "Marta".to_owned(),
            last_name: "Gil".to_owned(),
            email: EMAIL.to_owned(),
            company: Some("Floristería Gil".to_owned()),
            address: Some("Plaza del Pilar 3, 50003 Zaragoza".to_owned()),
            phone: Some("+34 976 000 000".to_owned()),
            notes: Some("Prefiere que la llamen por la tarde.".to_owned()),
        }
    }
}

impl Example for ClientPatch {
    fn example() -> Self {
        Self {
            first_name: None,
            last_name: Some("Gil Romero".to_owned()),
            email: MaybeUndefined::Undefined,
            company: MaybeUndefined::Undefined,
            address: MaybeUndefined::Undefined,
            phone: MaybeUndefined::Value("+34 976 000 001".to_owned()),
            notes: MaybeUndefined::Undefined,
        }
    }
}

impl Example for ClientBody {
    fn example() -> Self {
        let ClientRequest { first_name, last_name, email, company, address, phone, notes } =
            ClientRequest::example();
        Self {
            id: cast::MARTA,
            first_name,
            last_name,
            email,
            company,
            address,
            phone,
            notes,
            status: ClientStatus::Active.into(),
            access: ClientAccessBody::example(),
            suspended_at: None,
            site_count: 1,
            sites: vec![ClientSiteBody::example()],
            last_active_at: Some(cast::sign_in()),
            created_at: cast::founding(),
            version: 4,
        }
    }
}

impl Example for ClientAccessBody {
    fn example() -> Self {
        Self {
            state: "active".to_owned(),
            user_id: Some(cast::MARTA_AS_USER),
            link_expires_at: Some(cast::invitation_end()),
            link_mailed: Some(true),
        }
    }
}

impl Example for SiteClientBody {
    fn example() -> Self {
        let ClientBody { id, first_name, last_name, email, status, .. } = ClientBody::example();
        let permissions = ClientSiteBody::example().permissions;
        Self { id, first_name, last_name, email, status, permissions }
    }
}

impl Example for ClientSiteBody {
    fn example() -> Self {
        Self {
            id: cast::SITE,
            name: "Floristería Gil".to_owned(),
            url: Some("https://www.floristeria.example".to_owned()),
            permissions: cast::martas_permissions(),
        }
    }
}

impl Example for LinkBody {
    fn example() -> Self {
        Self {
            url: format!("https://panel.example.com/setup#{}", cast::TOKEN),
            expires_at: cast::invitation_end(),
        }
    }
}

impl Example for InvitationMailBody {
    fn example() -> Self {
        Self {
            subject: "Su acceso a los sitios de Acme S.L.".to_owned(),
            text: TEXT.to_owned(),
            html: "<!DOCTYPE html><html lang=\"es\">…</html>".to_owned(),
            placeholders: vec!["{setup_url}".to_owned(), "{user_name}".to_owned()],
            language: Language::Spanish.into(),
        }
    }
}

impl Example for InvitationMailRequest {
    fn example() -> Self {
        Self { subject: Some("Su sitio está listo".to_owned()), text: Some(TEXT.to_owned()) }
    }
}

impl Example for InvitedClientBody {
    fn example() -> Self {
        Self {
            client_id: cast::MARTA,
            email: EMAIL.to_owned(),
            status: ClientStatus::Invited.into(),
            expires_at: cast::invitation_end(),
        }
    }
}

impl Example for SetupLinkBody {
    fn example() -> Self {
        Self {
            account_name: "Acme S.L.".to_owned(),
            email: EMAIL.to_owned(),
            expires_at: cast::invitation_end(),
            password: SetupPassword::New.into(),
        }
    }
}

impl Example for SetupRequest {
    fn example() -> Self {
        Self { token: cast::TOKEN.to_owned(), password: Some("un ramo de margaritas".to_owned()) }
    }
}

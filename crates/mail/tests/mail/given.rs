//! What the tests start from.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use portero_domain::id::{AccountId, ContactId, MailId};
use portero_domain::model::{
    EmailAddress, Language, Letter, Mail, RecipientId, SealedSecret, Token, Unsubscription,
};
use portero_domain::policy::{Category, Role};
use portero_domain::port::{Clock, Sealer, Unsealable};
use portero_mail::{Composer, OutgoingMessage, PublicUrl, Sender};
use uuid::Uuid;

/// When every mail here was written.
pub fn start() -> DateTime<Utc> {
    "2026-11-22T10:30:00Z".parse().expect("an instant")
}

pub fn in_a_week() -> DateTime<Utc> {
    start() + TimeDelta::days(7)
}

pub fn public_url() -> PublicUrl {
    PublicUrl::parse("https://panel.example.com").expect("a public URL")
}

pub fn token() -> Token {
    Token::parse("q".repeat(Token::LENGTH)).expect("a token")
}

/// The recipient, whose address has capitals before the `@` and an international domain behind it.
pub fn ana() -> EmailAddress {
    EmailAddress::parse("Ana.Lopez@españa.es", |_| Some("xn--espaa-rta.es".to_owned()))
        .expect("an address")
}

/// The recipient as a mail server is to see her.
pub const ANA_ON_THE_WIRE: &str = "Ana.Lopez@xn--espaa-rta.es";

pub fn invitation() -> Letter {
    invitation_as(Role::Administrator, 0, None)
}

pub fn invitation_as(role: Role, granted: usize, message: Option<&str>) -> Letter {
    Letter::Invitation {
        account_name: "Acme S.L.".to_owned(),
        invited_by: "Luis Pérez".to_owned(),
        role,
        granted,
        message: message.map(str::to_owned),
        expires_at: in_a_week(),
    }
}

/// What the one-click link of [`communication`] refuses.
pub fn unsubscription() -> Unsubscription {
    Unsubscription {
        account_id: AccountId::from_uuid(Uuid::from_u128(0xA)),
        person: RecipientId::Contact(ContactId::from_uuid(Uuid::from_u128(0xC))),
        category: Category::Technical,
    }
}

/// The one-click link of [`communication`].
pub fn unsubscribe_link() -> String {
    format!(
        "https://panel.example.com/unsubscribe/0000000000000000000000000000000a\
         .c0000000000000000000000000000000c.technical.{}",
        token().expose()
    )
}

pub fn communication(html: Option<&str>) -> Letter {
    Letter::Communication {
        account_name: "Acme S.L.".to_owned(),
        category: Category::Technical,
        subject: "Mantenimiento del día 30: Acme.es".to_owned(),
        text: "Hola:\n\nel lunes no habrá servicio.\n\t- Correo: <b>2 h</b>\n\t- Web: 4 h\n\n\n\
               Más en https://acme.example/estado y estado@acme.example\nAcme"
            .to_owned(),
        html: html.map(str::to_owned),
        unsubscribe: Some(unsubscription()),
    }
}

/// The invitation of a client, in words of an account's own.
pub fn client_invitation() -> Letter {
    Letter::ClientInvitation {
        account_name: "Acme S.L.".to_owned(),
        subject: "Sus sitios, {user_name}".to_owned(),
        text: "Hola, Ana:\n\nentre aquí:\n{setup_url}\n\nSu usuario: {user_name}\nAcme".to_owned(),
        user_name: "Ana.Lopez@acme.example".to_owned(),
        expires_at: in_a_week(),
    }
}

pub fn mail(letter: Letter) -> Mail {
    numbered_mail(1, letter)
}

pub fn numbered_mail(number: u128, letter: Letter) -> Mail {
    Mail {
        id: MailId::from_uuid(Uuid::from_u128(number)),
        account_id: None,
        to: ana(),
        language: Language::Spanish,
        letter,
        secret: Some(SealedSecret::from_bytes(token().expose().as_bytes().to_vec())),
        created_at: start(),
    }
}

pub fn composer() -> Composer {
    composer_with(Arc::new(OpenSealer))
}

pub fn composer_with(sealer: Arc<dyn Sealer>) -> Composer {
    Composer::new(sealer, public_url(), Sender::for_public_url(&public_url()))
}

pub fn message() -> OutgoingMessage {
    composer().compose(&mail(invitation())).expect("a message")
}

/// Seals nothing.
pub struct OpenSealer;

impl Sealer for OpenSealer {
    fn seal(&self, _mail: MailId, token: &Token) -> SealedSecret {
        SealedSecret::from_bytes(token.expose().as_bytes().to_vec())
    }

    fn open(&self, _mail: MailId, sealed: &SealedSecret) -> Result<Token, Unsealable> {
        let text = String::from_utf8(sealed.as_bytes().to_vec()).map_err(|_| Unsealable)?;
        Token::parse(text).map_err(|_| Unsealable)
    }
}

/// Has lost its key.
pub struct LostKey;

impl Sealer for LostKey {
    fn seal(&self, mail: MailId, token: &Token) -> SealedSecret {
        OpenSealer.seal(mail, token)
    }

    fn open(&self, _mail: MailId, _sealed: &SealedSecret) -> Result<Token, Unsealable> {
        Err(Unsealable)
    }
}

/// A clock that stands still until it is set forward.
pub struct TestClock(Mutex<DateTime<Utc>>);

impl TestClock {
    pub fn at_start() -> Arc<Self> {
        Arc::new(Self(Mutex::new(start())))
    }

    pub fn advance(&self, by: TimeDelta) {
        *self.0.lock().expect("no panic") += by;
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().expect("no panic")
    }
}

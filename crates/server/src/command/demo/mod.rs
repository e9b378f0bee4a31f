//! `portero demo`: a throwaway installation with believable data.

mod clients;

use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use portero_domain::id::AccountId;
use portero_domain::model::{
    AccountDetails, ClientStatus, ContactDetails, ContactProfile, EmailAddress, Language, Line,
    Name, NewPassword, Origin, Password, Prose, Token,
};
use portero_domain::policy::{
    Category, GrantChoice, NotificationRules, Permission, PermissionSet, Role,
};
use portero_domain::port::TokenGenerator;
use portero_domain::use_case::{
    Answered, Caller, CredentialToken, Credentials, Invite, NewAccount, NewCommunication,
    NewContact, NewPanelAccess, Once, Portero, Register,
};
use portero_system::OsTokenGenerator;

use self::clients::CLIENTS;
use super::throwaway::Folder;
use super::{Failure, read_address, serve};
use crate::configuration::{Configuration, ConfigurationError, MailSetting};
use crate::wiring::assemble_with;

/// Everyone's password here.
const PASSWORD: &str = "paseo por la orilla";

/// The password that the billing contact is given, and changes at once.
const FIRST_PASSWORD: &str = "un faro en la niebla";

/// The contact who comes to the panel.
const BILLING_CONTACT: &str = "berta@gestion.example";

/// The contact who only receives what concerns them.
const TECHNICAL_CONTACT: &str = "pablo@sistemas.example";

/// Who there is: address, names, what they are, and what they are granted.
const PEOPLE: &[(&str, &str, &str, Role, &[Permission])] = &[
    ("luis@acme.example", "Luis", "Romero", Role::Administrator, &[]),
    ("eva@acme.example", "Eva", "Martín", Role::Finance, &[]),
    (
        "noa@estudio.example",
        "Noa",
        "Vidal",
        Role::User,
        &[Permission::ServicesRead, Permission::DomainsRead, Permission::TicketsOpen],
    ),
];

/// Remembers the token issued last, so that the demonstration can use its own links.
#[derive(Default)]
struct RememberingTokens {
    last: Mutex<Option<Token>>,
}

impl TokenGenerator for RememberingTokens {
    fn next_token(&self) -> Token {
        let token = OsTokenGenerator.next_token();
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(token.clone());
        token
    }
}

impl RememberingTokens {
    fn last(&self) -> Result<Token, Failure> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner).clone();
        last.ok_or_else(|| Failure::Usage("no token was issued".to_owned()))
    }
}

/// Serves a throwaway installation until it is told to end, and prints who can sign in.
///
/// # Errors
/// [`Failure`]
pub async fn run(mut configuration: Configuration) -> Result<ExitCode, Failure> {
    require_loopback(&configuration)?;
    let _folder = Folder::move_into(&mut configuration)?;
    configuration.mail = MailSetting::Mailbox;
    configuration.rate_limits = false;
    let tokens = Arc::new(RememberingTokens::default());
    let generator: Arc<dyn TokenGenerator> = tokens.clone();
    let assembly = assemble_with(&configuration, generator).await?;
    let stage = Stage { portero: Arc::clone(&assembly.portero), tokens };
    stage.set().await?;
    serve::serve(configuration, assembly, print_guide).await
}

/// Everyone's password is known here, and the mailbox is open: nobody from outside may come in.
fn require_loopback(configuration: &Configuration) -> Result<(), ConfigurationError> {
    if configuration.listen.ip().is_loopback() {
        return Ok(());
    }
    Err(ConfigurationError::Value {
        key: "listen".to_owned(),
        value: configuration.listen.to_string(),
        expected: "a loopback address, such as 127.0.0.1:8080, for the demonstration".to_owned(),
    })
}

struct Stage {
    portero: Arc<Portero>,
    tokens: Arc<RememberingTokens>,
}

impl Stage {
    async fn set(&self) -> Result<(), Failure> {
        let carmen = self.person("carmen@acme.example", "Carmen", "Soler", None).await?;
        let acme = self.account(&carmen, "Acme S.L.").await?;
        for (address, first_name, last_name, role, grants) in PEOPLE {
            self.invite(&carmen, acme, address, *role, PermissionSet::of(grants)).await?;
            let invitation = self.tokens.last()?;
            self.person(address, first_name, last_name, Some(invitation)).await?;
        }
        let nothing = PermissionSet::EMPTY;
        self.invite(&carmen, acme, "mario@gestoria.example", Role::Finance, nothing).await?;
        let noa = self.sign_in("noa@estudio.example").await?;
        self.account(&noa, "Estudio Vidal").await?;
        self.contacts(&carmen, acme).await?;
        self.tell(&carmen, acme).await?;
        self.clients(&carmen, acme).await
    }

    async fn contacts(&self, owner: &Caller, account: AccountId) -> Result<(), Failure> {
        let technical = self.contact("Pablo", "Ferrer", TECHNICAL_CONTACT)?;
        let access = NewPanelAccess::No;
        let new = NewContact { details: technical, access };
        self.portero.create_contact(owner, account, new, Once::each_time()).await?;
        let billing = ContactDetails {
            profile: ContactProfile::Billing,
            notifications: NotificationRules::of(Role::BillingContact).at_first,
            ..self.contact("Berta", "Sanz", BILLING_CONTACT)?
        };
        let first = new_password(FIRST_PASSWORD, &billing.email)?;
        let own = new_password(PASSWORD, &billing.email)?;
        let access = NewPanelAccess::Password(first);
        let new = NewContact { details: billing, access };
        self.portero.create_contact(owner, account, new, Once::each_time()).await?;
        let first = Password::new(FIRST_PASSWORD);
        let berta =
            self.portero.identify(&self.credentials(BILLING_CONTACT, &first).await?).await?;
        Ok(self.portero.change_password(&berta, &first, &own).await?)
    }

    /// A technical contact, with what that receives at first.
    fn contact(
        &self,
        first_name: &str,
        last_name: &str,
        address: &str,
    ) -> Result<ContactDetails, Failure> {
        Ok(ContactDetails {
            first_name: Name::parse(first_name).map_err(unexpected)?,
            last_name: Name::parse(last_name).map_err(unexpected)?,
            email: read_address(&self.portero, address)?,
            profile: ContactProfile::Technical,
            phone: None,
            company: None,
            address: None,
            notifications: NotificationRules::of(Role::TechnicalContact).at_first,
        })
    }

    /// Tells everyone who has to do with invoices that there is one.
    async fn tell(&self, sender: &Caller, account: AccountId) -> Result<(), Failure> {
        let html = "<p>Hola:</p><p>La factura de <b>noviembre</b> ya está disponible: \
                    <a href=\"https://acme.example/facturas/11\">verla</a>.</p><p>Acme S.L.</p>";
        let content = NewCommunication {
            category: Category::Billing,
            subject: Line::parse("Factura de noviembre").map_err(unexpected)?,
            text: Prose::parse(
                "Hola:\n\nLa factura de noviembre ya está disponible: \
                 https://acme.example/facturas/11\n\nAcme S.L.",
            )
            .map_err(unexpected)?,
            html: Some(self.portero.sanitize_html(html).map_err(unexpected)?),
        };
        self.portero.send_communication(sender, account, content, Once::each_time()).await?;
        Ok(())
    }

    async fn person(
        &self,
        address: &str,
        first_name: &str,
        last_name: &str,
        invitation: Option<Token>,
    ) -> Result<Caller, Failure> {
        let email = read_address(&self.portero, address)?;
        let password = new_password(PASSWORD, &email)?;
        let register = Register {
            email,
            password,
            first_name: Name::parse(first_name).map_err(unexpected)?,
            last_name: Name::parse(last_name).map_err(unexpected)?,
            language: Some(Language::Spanish),
            invitation,
        };
        self.portero.register(register, Origin::default()).await?;
        let token = self.tokens.last()?;
        let password = Password::new(PASSWORD);
        self.portero.confirm_registration(&token, &password, Origin::default()).await?;
        self.sign_in(address).await
    }

    async fn sign_in(&self, address: &str) -> Result<Caller, Failure> {
        let credentials = self.credentials(address, &Password::new(PASSWORD)).await?;
        Ok(self.portero.authenticate(&credentials).await?)
    }

    async fn credentials(
        &self,
        address: &str,
        password: &Password,
    ) -> Result<Credentials, Failure> {
        let email = read_address(&self.portero, address)?;
        let session = self.portero.sign_in(&email, password, Origin::default()).await?;
        let token = CredentialToken::Session(session.token);
        Ok(Credentials { token, origin: Origin::default() })
    }

    async fn account(&self, owner: &Caller, name: &str) -> Result<AccountId, Failure> {
        let details = AccountDetails {
            company: Some(Line::parse(name).map_err(unexpected)?),
            ..AccountDetails::default()
        };
        let name = Name::parse(name).map_err(unexpected)?;
        let new = NewAccount { name, language: Some(Language::Spanish), details };
        let created = self.portero.create_account(owner, new, Once::each_time()).await?;
        Ok(answered_now(created)?.id)
    }

    async fn invite(
        &self,
        inviter: &Caller,
        account: AccountId,
        address: &str,
        role: Role,
        grants: PermissionSet,
    ) -> Result<(), Failure> {
        let form = Invite {
            addresses: self.portero.parse_address_text(address)?,
            role,
            grants: GrantChoice::These(grants),
            until: None,
            notifications: None,
            message: None,
            language: None,
        };
        self.portero.invite(inviter, account, form, Once::each_time()).await?;
        Ok(())
    }
}

/// What was done now: everything here is done once.
fn answered_now<Outcome>(answered: Answered<Outcome>) -> Result<Outcome, Failure> {
    match answered {
        Answered::Now(outcome) => Ok(outcome),
        Answered::Before(_) => Err(unexpected("it was done before")),
    }
}

fn new_password(password: &str, email: &EmailAddress) -> Result<NewPassword, Failure> {
    NewPassword::parse(Password::new(password), email).map_err(unexpected)
}

#[allow(clippy::needless_pass_by_value, reason = "it is handed to map_err")]
fn unexpected(problem: impl std::fmt::Display) -> Failure {
    Failure::Usage(format!("the demonstration's own data are refused: {problem}"))
}

fn print_guide(base: &str) {
    let line = |address: &str, what: String| println!("  {address:<30} {what}");
    println!("A throwaway installation: everything is gone when it ends.");
    println!("Everyone signs in with the password: {PASSWORD}");
    line("carmen@acme.example", "owner of Acme S.L.".to_owned());
    for (address, _, _, role, _) in PEOPLE {
        line(address, format!("{role} of Acme S.L."));
    }
    line("noa@estudio.example", "also owner of Estudio Vidal".to_owned());
    line(BILLING_CONTACT, format!("{} of Acme S.L.", Role::BillingContact));
    let (active, others): (Vec<_>, Vec<_>) =
        CLIENTS.iter().partition(|one| one.status == ClientStatus::Active);
    for client in active {
        line(client.address, "client of Acme S.L.".to_owned());
    }
    println!("A contact without access: {TECHNICAL_CONTACT}");
    println!("Invited and not here yet: mario@gestoria.example");
    println!("Clients of Acme S.L. who cannot sign in:");
    for client in others {
        line(client.address, client.status.to_string());
    }
    println!("Panel: {base}/");
    println!("Mails: {base}/dev/mailbox   Interface: {base}/docs");
}

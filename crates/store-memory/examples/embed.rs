//! Portero inside your own service: two people, an account, and the question that it is all about.
//!
//! ```sh
//! cargo run -p portero-store-memory --example embed
//! ```

use std::error::Error;
use std::sync::Arc;

use chrono::TimeDelta;
use portero_domain::model::{
    AccountDetails, Language, Letter, Limits, Name, NewPassword, Origin, Password, Token,
};
use portero_domain::policy::{GrantChoice, Permission, PermissionSet, Role};
use portero_domain::port::{Clock, Draft, LetterDrafts, Outbox, Sealer, Subject};
use portero_domain::use_case::{
    AccessAnswer, Answered, CredentialToken, Credentials, Invite, NewAccount, Once, Portero, Ports,
    Question, Register, Wanted,
};
use portero_store_memory::MemoryStore;
use portero_system::{
    AmmoniaSanitizer, Argon2Hasher, HmacSigner, MemoryRateLimiter, OsTokenGenerator, SecretKey,
    Sha256Digest, SystemClock, UnicodeDomains, UuidV7Generator, XChaChaSealer,
};
use uuid::Uuid;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Every port is a trait: put your own adapter wherever one of these does not suit you.
fn ports(store: &Arc<MemoryStore>, sealer: &Arc<XChaChaSealer>, key: &SecretKey) -> Ports {
    Ports {
        // Your database. `portero-store-sea-orm` has SQLite and PostgreSQL.
        store: store.clone(),
        directory: store.clone(),
        clients: store.clone(),
        // Asked on every request: a cache of yours belongs here.
        access: store.clone(),
        // Shared by all instances of your service, if there are several.
        rates: Arc::new(MemoryRateLimiter::new()),
        // A key that outlives the process; `load_or_create_key_file` keeps one.
        sealer: sealer.clone(),
        signer: Arc::new(HmacSigner::new(key)),
        // The mails that your service sends; `portero-mail` has words for all of them.
        letters: Arc::new(Words),
        // What follows is good as it is.
        clock: Arc::new(SystemClock),
        ids: Arc::new(UuidV7Generator),
        tokens: Arc::new(OsTokenGenerator),
        digest: Arc::new(Sha256Digest),
        passwords: Arc::new(Argon2Hasher::production()),
        domains: Arc::new(UnicodeDomains),
        html: Arc::new(AmmoniaSanitizer),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let store = Arc::new(MemoryStore::new(Arc::new(Sha256Digest)));
    let key = SecretKey::generate();
    let sealer = Arc::new(XChaChaSealer::new(&key));
    let portero = Portero::new(ports(&store, &sealer, &key), Limits::default());
    let post = Post { outbox: store, sealer };

    // Ana registers, confirms her address, and creates an account: she owns it.
    let ana = sign_up(&portero, &post, "ana@acme.example", "Ana").await?;
    let owner = portero.authenticate(&ana).await?;
    let details = AccountDetails::default();
    let new = NewAccount { name: Name::parse("Acme S.L.")?, language: None, details };
    let Answered::Now(acme) = portero.create_account(&owner, new, Once::each_time()).await? else {
        unreachable!("each time is now")
    };

    // She lets Luis, her accountant, see invoices and pay them for a season, and nothing else.
    let granted = [Permission::InvoicesRead, Permission::InvoicesPay];
    let form = Invite {
        addresses: portero.parse_address_text("luis@gestoria.example")?,
        role: Role::User,
        grants: GrantChoice::These(PermissionSet::of(&granted)),
        until: Some(SystemClock.now() + TimeDelta::days(90)),
        notifications: None,
        message: None,
        language: None,
    };
    portero.invite(&owner, acme.id, form, Once::each_time()).await?;
    let link = post.next_link().await?;

    // Luis signs up, and follows the link.
    let luis = sign_up(&portero, &post, "luis@gestoria.example", "Luis").await?;
    let accountant = portero.authenticate(&luis).await?;
    portero.accept_by_link(&accountant, &link).await?;

    // From now on, whatever your service is asked to do, it asks first: of Luis by himself, or of
    // him by someone who may see the account's people, whom a denial tells also who could help.
    let himself = Subject::User(accountant.person()?.user.id);
    for (credentials, subject, permission) in [
        (&luis, None, Permission::InvoicesPay),
        (&luis, None, Permission::DomainsManage),
        (&ana, Some(himself), Permission::DomainsManage),
    ] {
        let question = Question { subject, wanted: Wanted::Permission(permission) };
        let checked = portero.check_access(credentials, acme.id, &question).await?;
        println!("{permission}: {}", in_words(&checked.answer));
    }
    Ok(())
}

/// How your service words the mail that invites a client.
struct Words;

impl LetterDrafts for Words {
    fn client_invitation(&self, _: Language, account: &str, _: &str, days: u32) -> Draft {
        let subject = format!("Your sites at {account}");
        let text = format!(
            "Your user name is {{user_name}}. Set a password within {days} days: {{setup_url}}"
        );
        Draft { subject, text }
    }

    /// Nobody is shown a mail before it goes out: then nothing is the answer.
    fn html(&self, _: Language, _: &Letter) -> String {
        String::new()
    }
}

/// What your mail adapter does: takes waiting mails, and opens the secret of each one's link.
struct Post {
    outbox: Arc<dyn Outbox>,
    sealer: Arc<dyn Sealer>,
}

impl Post {
    async fn next_link(&self) -> Outcome<Token> {
        let (now, carrier) = (SystemClock.now(), Uuid::from_u128(1));
        let mails = self.outbox.lease(carrier, now, now + TimeDelta::days(1), 1).await?;
        let mail = &mails.first().ok_or("no mail waits")?.mail;
        let secret = mail.secret.as_ref().ok_or("the mail has no link")?;
        Ok(self.sealer.open(mail.id, secret)?)
    }
}

/// Registers, follows the link in the mail, and keeps what every later request carries.
async fn sign_up(portero: &Portero, post: &Post, email: &str, name: &str) -> Outcome<Credentials> {
    let email = portero.parse_address(email)?;
    let password = Password::new("quiet harbour lanterns");
    let new = Register {
        password: NewPassword::parse(password.clone(), &email)?,
        email,
        first_name: Name::parse(name)?,
        last_name: Name::parse("García")?,
        language: None,
        invitation: None,
    };
    portero.register(new, Origin::default()).await?;
    let link = post.next_link().await?;
    let confirmed = portero.confirm_registration(&link, &password, Origin::default()).await?;
    let token = CredentialToken::Session(confirmed.session.token);
    Ok(Credentials { token, origin: Origin::default() })
}

/// A decision is never just a no.
fn in_words(answer: &AccessAnswer) -> String {
    match answer {
        AccessAnswer::Allowed(because) => format!("yes, by {because:?}"),
        AccessAnswer::Denied(why) => {
            let people = why.could_be_given_by.iter().flatten();
            let names: Vec<&str> = people.map(|person| person.name.as_str()).collect();
            let roles = why.held_by_roles;
            format!("no, {:?}; {roles:?} have it; could be given by {names:?}", why.reason)
        }
        AccessAnswer::AllowedOnSite(because) => format!("yes on the site, by {because:?}"),
        AccessAnswer::DeniedOnSite(why) => format!("no on the site, {:?}", why.reason),
    }
}

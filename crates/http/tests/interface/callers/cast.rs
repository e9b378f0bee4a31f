//! Two companies and the one who asks.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::caller::{Caller, Setting};
use super::company::{Company, Person, invite, keep, let_in, look_as, serve};
use super::row::Before;
use super::stage::Stage;
use super::things::Things;
use crate::world::NOTHING;

/// A credential that was never issued.
const NEVER_ISSUED: &str = "S7xq1vLr0aJ3nYd8mPc5uWk2hTz9eGb4fRi6oVs1jQE";

/// Everyone for one row of one caller's column.
pub struct Cast {
    pub acme: Company,
    pub duero: Company,
    /// Who asks, as far as they are a person.
    pub person: Person,
    /// What they send to be let in.
    pub credential: Option<String>,
    /// The account that they know to be there.
    pub home: Option<String>,
    /// An invitation that they received, if they can receive any.
    pub received: String,
    /// A link that they were mailed.
    pub link: String,
    /// An address that nobody else in the installation has.
    pub newcomer: String,
}

impl Cast {
    /// Sets a scene of its own, on a stage that others use too.
    pub async fn assemble(
        stage: &Stage,
        scene: usize,
        caller: Caller,
        setting: Setting,
        before: Before,
    ) -> Self {
        let acme = Company::found(stage, "Acme S.L.", &format!("acme{scene}.example")).await;
        let duero = Company::found(stage, "Duero S.A.", &format!("duero{scene}.example")).await;
        let person = join(stage, caller, &acme, &duero).await;
        let mut cast = Self {
            received: acme.invitation.clone(),
            link: acme.link.clone(),
            newcomer: format!("nuevo@acme{scene}.example"),
            credential: credential(caller, &acme, &duero, &person),
            home: home(caller, &acme, &duero),
            acme,
            duero,
            person,
        };
        cast.receive(stage, caller).await;
        cast.offer(stage, caller, before).await;
        cast.part(stage, caller).await;
        cast.look(stage, caller).await;
        cast.set(stage, setting).await;
        cast.mail(stage, before).await;
        cast
    }

    /// The company that they do not belong to invites whoever asks.
    async fn receive(&mut self, stage: &Stage, caller: Caller) {
        if self.person.token.is_empty() {
            return;
        }
        let elsewhere = caller == Caller::OwnerElsewhere;
        let host = if elsewhere { &self.acme } else { &self.duero };
        let terms = json!({ "role": "user" });
        let email = &self.person.email;
        self.received = invite(stage, &host.owner, &host.account, email, terms).await;
        self.link = stage.mailed();
    }

    /// Acme's owner offers the account to whoever asks, or to someone else.
    async fn offer(&self, stage: &Stage, caller: Caller, before: Before) {
        let to = match before {
            Before::OfferToCaller if caller.terms().is_some() => &self.person,
            Before::OfferToCaller | Before::OfferToAnother => &self.acme.member,
            Before::Nothing
            | Before::Attempt
            | Before::Reset
            | Before::SetupLink
            | Before::ViewingAddress => return,
        };
        let body = json!({ "user_id": to.id });
        let path = self.acme.path("/ownership-offer");
        stage.does(&self.acme.owner.token, "POST", &path, Some(body)).await;
    }

    /// Those who once had access lose it.
    async fn part(&mut self, stage: &Stage, caller: Caller) {
        let owner = &self.acme.owner.token;
        let membership = self.acme.path(&format!("/users/{}", self.person.id));
        if caller == Caller::SuspendedMember {
            stage.does(owner, "POST", &format!("{membership}/suspend"), None).await;
        } else if caller == Caller::RemovedMember {
            stage.does(owner, "DELETE", &membership, None).await;
        } else if caller == Caller::RunOutMember {
            let until = stage.now() + TimeDelta::days(1);
            let body = json!({ "until": until.to_rfc3339() });
            stage.does(owner, "PATCH", &membership, Some(body)).await;
            stage.pass(TimeDelta::days(2));
            self.person = Person::sign_in(stage, &self.person.email).await;
            self.credential = Some(self.person.token.clone());
        } else if caller == Caller::SuspendedUser {
            suspend(stage, &self.person.email).await;
        }
    }

    /// Acme's owner looks with the client's eyes.
    async fn look(&mut self, stage: &Stage, caller: Caller) {
        if caller == Caller::Viewer {
            self.credential = Some(look_as(stage, &self.acme, &self.acme.client).await);
        }
    }

    async fn set(&self, stage: &Stage, setting: Setting) {
        match setting {
            Setting::Ordinary => {}
            Setting::Closed => {
                let owner = &self.acme.owner.token;
                stage.does(owner, "DELETE", &self.acme.path(""), None).await;
            }
            Setting::OwnerSuspended => suspend(stage, &self.acme.owner.email).await,
        }
    }

    /// What a mail must have carried before.
    async fn mail(&mut self, stage: &Stage, before: Before) {
        match before {
            Before::Nothing | Before::OfferToCaller | Before::OfferToAnother => return,
            Before::SetupLink => self.ask_about_client(stage, "setup-link", None).await,
            Before::ViewingAddress => {
                let reason = json!({ "reason": "No encuentra su sitio" });
                self.ask_about_client(stage, "view-as", Some(reason)).await;
            }
            Before::Attempt => Person::attempt(stage, &self.newcomer, None).await,
            Before::Reset => {
                let body = json!({ "email": self.acme.member.email });
                stage.does("", "POST", "/v1/password-resets", Some(body)).await;
            }
        }
        self.link = stage.mailed();
    }

    /// Acme's owner, who may have been away for days, signs in and asks something about the client.
    async fn ask_about_client(&self, stage: &Stage, what: &str, body: Option<Value>) {
        let owner = Person::sign_in(stage, &self.acme.owner.email).await;
        let path = self.acme.path(&format!("/clients/{}/{what}", self.acme.client));
        stage.does(&owner.token, "POST", &path, body).await;
    }

    /// What is Acme's, and what is the caller's own.
    pub fn own(&self) -> Things {
        Things {
            session: self.person.session.clone(),
            received: self.received.clone(),
            ..self.acme.things()
        }
    }
}

async fn suspend(stage: &Stage, email: &str) {
    let address = stage.portero.parse_address(email).expect("an address");
    stage.portero.suspend_user(&address).await.expect("a user");
}

/// Whoever asks comes to be.
async fn join(stage: &Stage, caller: Caller, acme: &Company, duero: &Company) -> Person {
    let domain = acme.owner.email.trim_start_matches("carmen@");
    let email = format!("lola@{domain}");
    if let Some(terms) = caller.terms() {
        invite(stage, &acme.owner, &acme.account, &email, terms).await;
        return Person::register(stage, &email, Some(stage.mailed())).await;
    }
    if caller == Caller::Contact {
        keep(stage, &acme.owner, &acme.account, &email, json!("invite")).await;
        return Person::register(stage, &email, Some(stage.mailed())).await;
    }
    if caller == Caller::Client {
        let client = serve(stage, &acme.owner, &acme.account, &email, &acme.site).await;
        return let_in(stage, acme, &client, &email).await;
    }
    if matches!(caller, Caller::Owner | Caller::Viewer) {
        return acme.owner.clone();
    }
    if caller == Caller::OwnerElsewhere {
        return duero.owner.clone();
    }
    if caller == Caller::Unconfirmed {
        Person::attempt(stage, &email, None).await;
    }
    let nothing = NOTHING.to_owned();
    Person { id: nothing.clone(), email, token: String::new(), session: nothing }
}

fn credential(caller: Caller, acme: &Company, duero: &Company, person: &Person) -> Option<String> {
    if caller == Caller::Anonymous {
        return None;
    }
    let sent = if caller == Caller::Unconfirmed {
        NEVER_ISSUED
    } else if caller == Caller::Key {
        &acme.secret
    } else if caller == Caller::KeyForTheRest {
        &acme.other_secret
    } else if caller == Caller::KeyElsewhere {
        &duero.secret
    } else {
        &person.token
    };
    Some(sent.to_owned())
}

/// The account that they know to be there.
fn home(caller: Caller, acme: &Company, duero: &Company) -> Option<String> {
    if caller.is_at_duero() {
        Some(duero.account.clone())
    } else {
        caller.sees_acme().then(|| acme.account.clone())
    }
}

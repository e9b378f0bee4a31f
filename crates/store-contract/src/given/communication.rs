//! Communications, with the mails that carry them.

use portero_domain::id::{CommunicationId, ContactId, MailId};
use portero_domain::model::{
    Account, Addressee, CleanHtml, Communication, CommunicationChange, CommunicationContent,
    Delivery, Language, Mail, Prose, RecipientId, RecipientReason, User,
};
use portero_domain::policy::{Actor, Category, Scope};

use super::{Given, address, line, noon, save, trail};

impl Given<'_> {
    /// Someone to whom a communication is sent.
    pub(crate) fn addressee(&self, person: RecipientId, email: &str) -> Addressee {
        Addressee {
            person,
            email: address(email),
            name: "Pablo Ruiz".to_owned(),
            language: Language::English,
            because: RecipientReason::Chosen,
            may_refuse: true,
            mail_id: MailId::from_uuid(self.id()),
            delivery: Delivery::Queued { problem: None },
        }
    }

    /// A communication to be, not yet written, to contacts at these addresses.
    pub(crate) fn new_communication(
        &self,
        account: &Account,
        by: &User,
        emails: &[&str],
    ) -> CommunicationChange {
        let content = CommunicationContent {
            category: Category::Billing,
            subject: line("Su factura"),
            text: Prose::parse("Hola:\n\thttps://sol.example/1").expect("plain prose"),
            html: Some(CleanHtml::from_sanitized("<p>Hola</p>".to_owned())),
        };
        let addressees = emails.iter().map(|email| {
            self.addressee(RecipientId::Contact(ContactId::from_uuid(self.id())), email)
        });
        let id = CommunicationId::from_uuid(self.id());
        let addressees = addressees.collect();
        Communication::send(id, account.id, content, Actor::User(by.id), addressees, noon())
    }

    /// A communication to contacts at these addresses, whose mails wait.
    pub(crate) async fn communication(
        &self,
        account: &Account,
        by: &User,
        addresses: &[&str],
    ) -> Communication {
        let change = self.new_communication(account, by, addresses);
        let communication = change.aggregate().clone();
        let mut unit = self.faces.begin().await;
        save(&mut *unit, change).await;
        unit.outbox().enqueue(self.mails_of(&communication)).await.expect("mails can be enqueued");
        let trail = trail(&[Scope::Account(account.id)]);
        unit.commit(trail).await.expect("a communication can be committed");
        communication
    }

    /// The mails that carry a communication to all whom it has yet to reach.
    pub(crate) fn mails_of(&self, communication: &Communication) -> Vec<Mail> {
        let waits = |one: &&Addressee| matches!(one.delivery, Delivery::Queued { .. });
        let carries = |one: &Addressee| Mail {
            id: one.mail_id,
            account_id: Some(communication.account_id),
            ..self.new_mail(one.email.as_shown(), noon())
        };
        communication.addressees.iter().filter(waits).map(carries).collect()
    }
}

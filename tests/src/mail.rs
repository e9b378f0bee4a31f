//! A mail as a mail server was given it.

use mailparse::{MailHeaderMap, ParsedMail, parse_mail};

/// One mail: the envelope as it was said, and the content as a mail program would read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedMail {
    /// The address in MAIL FROM.
    pub mail_from: String,
    /// The addresses in RCPT TO, in order.
    pub rcpt_to: Vec<String>,
    /// Everything that came as DATA, with the transparency dots removed.
    pub data: Vec<u8>,
    /// The `From` header.
    pub from: String,
    /// The `To` header.
    pub to: String,
    /// The `Subject` header, decoded.
    pub subject: String,
    /// The `Message-ID` header.
    pub message_id: String,
    /// The plain text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
}

impl ReceivedMail {
    /// Reads what came in one SMTP transaction.
    ///
    /// # Panics
    /// When the content is no mail.
    #[must_use]
    pub fn read(mail_from: String, rcpt_to: Vec<String>, data: Vec<u8>) -> Self {
        let parsed = parse_mail(&data).expect("the data is a mail");
        let header = |name| parsed.headers.get_first_value(name).unwrap_or_default();
        Self {
            mail_from,
            rcpt_to,
            from: header("From"),
            to: header("To"),
            subject: header("Subject"),
            message_id: header("Message-ID"),
            text: part(&parsed, "text/plain").unwrap_or_default(),
            html: part(&parsed, "text/html").unwrap_or_default(),
            data,
        }
    }

    /// Any other header, decoded; nothing where it is not there.
    ///
    /// # Panics
    /// When the content is no mail.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        parse_mail(&self.data).expect("the data is a mail").headers.get_first_value(name)
    }

    /// Whether it went to this address, whatever its case.
    #[must_use]
    pub fn is_to(&self, address: &str) -> bool {
        self.rcpt_to.iter().any(|to| to.eq_ignore_ascii_case(address))
    }

    /// The links in the plain text, in order.
    #[must_use]
    pub fn links(&self) -> Vec<&str> {
        let is_link = |word: &&str| word.starts_with("http://") || word.starts_with("https://");
        self.text.split_whitespace().filter(is_link).collect()
    }

    /// The targets of the links in the HTML, in order.
    #[must_use]
    pub fn html_links(&self) -> Vec<String> {
        let targets = self.html.split("href=\"").skip(1);
        let unescape = |rest: &str| {
            let target = rest.split('"').next().unwrap_or_default();
            target.replace("&#35;", "#").replace("&#x23;", "#").replace("&amp;", "&")
        };
        targets.map(unescape).collect()
    }

    /// Whether a link leads to this page.
    #[must_use]
    pub fn leads_to(&self, page: &str) -> bool {
        let way = format!("/{page}#");
        self.links().iter().any(|link| link.contains(&way))
    }

    /// The token in the link to a page, such as `invitation` for `…/invitation#token`.
    ///
    /// # Panics
    /// When no link leads there; the message has the whole mail.
    #[must_use]
    pub fn token(&self, page: &str) -> String {
        let way = format!("/{page}#");
        let links = self.links();
        let found = links.iter().find_map(|link| link.split_once(&way));
        let Some((_, token)) = found else {
            panic!("no link to /{page} in {:?} to {:?}:\n{}", self.subject, self.rcpt_to, self.text)
        };
        token.to_owned()
    }
}

fn part(mail: &ParsedMail<'_>, kind: &str) -> Option<String> {
    if mail.subparts.is_empty() {
        return (mail.ctype.mimetype == kind).then(|| mail.get_body().ok()).flatten();
    }
    mail.subparts.iter().find_map(|below| part(below, kind))
}

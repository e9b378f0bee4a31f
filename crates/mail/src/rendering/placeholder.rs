//! What stands for the placeholders of an invitation when it is sent (D14).

use portero_domain::model::MailPlaceholder;

/// What only the sending of a mail knows.
pub(super) struct Placeholders<'a> {
    /// The setup link.
    pub setup_url: &'a str,
    /// The name that the client signs in with.
    pub user_name: &'a str,
}

impl Placeholders<'_> {
    /// The text with every placeholder filled in, in one pass: a user name may look like another
    /// placeholder, and stays what it is.
    pub fn filled(&self, text: &str) -> String {
        self.filled_with(text, |placeholder| match placeholder {
            MailPlaceholder::SetupUrl => Some(self.setup_url),
            MailPlaceholder::UserName => Some(self.user_name),
        })
    }

    /// The subject with the user name. The link is a secret, and stands in no subject whatever a
    /// store gave back.
    pub fn filled_subject(&self, subject: &str) -> String {
        self.filled_with(subject, |placeholder| match placeholder {
            MailPlaceholder::SetupUrl => None,
            MailPlaceholder::UserName => Some(self.user_name),
        })
    }

    fn filled_with<'s>(
        &'s self,
        text: &'s str,
        value: impl Fn(MailPlaceholder) -> Option<&'s str>,
    ) -> String {
        let mut filled = String::with_capacity(text.len() + self.setup_url.len());
        let mut rest = text;
        while let Some(start) = rest.find('{') {
            let (before, from) = rest.split_at(start);
            filled.push_str(before);
            let found = MailPlaceholder::ALL.iter().find_map(|one| {
                let behind = from.strip_prefix(one.in_text())?;
                Some((value(*one)?, behind))
            });
            let (put, behind) = found.unwrap_or_else(|| from.split_at(1));
            filled.push_str(put);
            rest = behind;
        }
        filled.push_str(rest);
        filled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACEHOLDERS: Placeholders<'_> =
        Placeholders { setup_url: "https://a.es/setup#t", user_name: "{setup_url}@b.es" };

    #[test]
    fn each_placeholder_is_filled_wherever_it_stands_and_nothing_else() {
        let text = "{user_name}: {setup_url}, {setup_url} {other} {{user_name}} { é {";
        let expected = "{setup_url}@b.es: https://a.es/setup#t, https://a.es/setup#t {other} \
                        {{setup_url}@b.es} { é {";
        assert_eq!(PLACEHOLDERS.filled(text), expected);
    }

    #[test]
    fn a_subject_never_has_the_link() {
        let subject = PLACEHOLDERS.filled_subject("{user_name} {setup_url}");
        assert_eq!(subject, "{setup_url}@b.es {setup_url}");
    }
}

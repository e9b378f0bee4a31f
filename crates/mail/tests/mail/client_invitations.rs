//! The invitation of a client: drafted, edited, shown and sent (D13–D15).

use portero_domain::model::{ClientInvitationText, Language, Letter, Mail, MailPlaceholder};
use portero_domain::port::LetterDrafts;
use portero_mail::{MailDrafts, RenderedMail, render};

use crate::given::{client_invitation, in_a_week, mail, public_url, token};

/// An invitation in any words.
fn worded(subject: &str, text: &str, user_name: &str) -> Letter {
    Letter::ClientInvitation {
        account_name: "Acme S.L.".to_owned(),
        subject: subject.to_owned(),
        text: text.to_owned(),
        user_name: user_name.to_owned(),
        expires_at: in_a_week(),
    }
}

fn rendered(letter: Letter) -> RenderedMail {
    render(&mail(letter), Some(&token()), &public_url()).expect("a letter")
}

fn setup_url() -> String {
    format!("https://panel.example.com/setup#{}", token().expose())
}

#[test]
fn d14_the_draft_is_a_mail_that_can_be_sent_as_it_is() {
    for &language in Language::ALL {
        for days in [1, 30] {
            let draft = MailDrafts.client_invitation(language, "Acme S.L.", "Ana López", days);
            insta::assert_snapshot!(
                format!("draft_for_{days}_{language}"),
                format!("{}\n\n{}", draft.subject, draft.text)
            );
            let parsed = ClientInvitationText::parse(&draft.subject, &draft.text);
            assert_eq!(parsed.map(|parsed| parsed.text().as_str().to_owned()), Ok(draft.text));
            assert!(!draft.subject.contains(MailPlaceholder::UserName.in_text()));
        }
    }
}

#[test]
fn a_name_that_looks_like_a_placeholder_is_none_in_a_draft() {
    for &language in Language::ALL {
        let draft = MailDrafts.client_invitation(language, "{setup_url}", "{user_name}", 30);
        assert!(ClientInvitationText::parse(&draft.subject, &draft.text).is_ok());
        for placeholder in MailPlaceholder::ALL {
            assert!(!draft.subject.contains(placeholder.in_text()), "{}", draft.subject);
            assert_eq!(draft.text.matches(placeholder.in_text()).count(), 1, "{}", draft.text);
        }
    }
}

#[test]
fn d14_the_mail_carries_the_link_and_the_user_name() {
    for &language in Language::ALL {
        let mail = Mail { language, ..mail(client_invitation()) };
        let rendered = render(&mail, Some(&token()), &public_url()).expect("a letter");
        assert_eq!(rendered.subject, "Sus sitios, Ana.Lopez@acme.example");
        for part in [&rendered.text, &rendered.html] {
            assert!(
                part.contains(&setup_url()) && part.contains("Ana.Lopez@acme.example"),
                "{part}"
            );
            assert!(!part.contains("{setup_url}") && !part.contains("{user_name}"), "{part}");
        }
        assert!(rendered.html.contains(&format!(">{}</a>", setup_url())), "{}", rendered.html);
        assert_eq!(rendered.links, [setup_url()]);
    }
}

#[test]
fn a_user_name_that_looks_like_the_link_stays_a_name() {
    let letter = worded("Hola, {user_name}", "{user_name} {setup_url}", "{setup_url}@acme.example");
    let rendered = rendered(letter);
    assert_eq!(rendered.subject, "Hola, {setup_url}@acme.example");
    assert!(rendered.text.contains(&format!("{{setup_url}}@acme.example {}", setup_url())));
    assert_eq!(rendered.html.matches("<a ").count(), 1, "{}", rendered.html);
}

#[test]
fn a_link_that_stands_in_the_middle_of_a_line_or_twice_works_there() {
    let letter = worded("Hola", "uno {setup_url} dos {setup_url}.\n{user_name}", "a@b.es");
    let html = rendered(letter).html;
    let link = setup_url();
    let href = format!("<a href=\"{link}\"");
    assert_eq!(html.matches(&href).count(), 2, "{html}");
    assert!(
        html.contains(">uno <a ") && html.contains("</a> dos <a ") && html.contains("</a>.<br>")
    );
}

#[test]
fn d15_the_preview_is_the_mail_with_its_placeholders() {
    for &language in Language::ALL {
        let preview = MailDrafts.html(language, &client_invitation());
        let mail = Mail { language, ..mail(client_invitation()) };
        let sent = render(&mail, Some(&token()), &public_url()).expect("a letter").html;
        let link = setup_url();
        let anchor = sent.split_once("<a ").and_then(|(_, rest)| rest.split_once("</a>"));
        let anchor = format!("<a {}</a>", anchor.expect("a link").0);
        let filled = preview.replace("{setup_url}", &anchor);
        assert_eq!(filled.replace("{user_name}", "Ana.Lopez@acme.example"), sent, "{link}");
        assert!(!preview.contains("Ana.Lopez"), "{preview}");
    }
}

#[test]
fn what_was_edited_becomes_no_markup() {
    let hostile = "</p><script>alert(1)</script>{setup_url}\"{user_name}";
    let letter = worded(hostile, hostile, "<i>@acme.example");
    for html in [rendered(letter.clone()).html, MailDrafts.html(Language::Spanish, &letter)] {
        assert!(!html.contains("<script") && !html.contains("<i>"), "{html}");
        assert_eq!(html.matches("</p>").count(), html.matches("<p ").count(), "{html}");
    }
}

//! What strangers write stays text (threat 33): it becomes no markup, no header and no link.

use portero_domain::model::{Language, Letter, Mail};
use portero_domain::policy::{Category, Role};
use portero_mail::{RenderedMail, render};

use crate::given::{in_a_week, mail, public_url, token, unsubscription};

const HOSTILE: &str = "</td><script>alert(1)</script><a href='https://evil.example'>\"&' \
                       evil.com www.evil.com me@evil.com javascript://x\r\nBcc: eva@evil.com";

/// Every letter, with the same hostile text wherever a stranger's could stand.
fn hostile_letters() -> Vec<Letter> {
    let text = || HOSTILE.to_owned();
    let expires_at = in_a_week();
    vec![
        Letter::Invitation {
            account_name: text(),
            invited_by: text(),
            role: Role::Finance,
            granted: 0,
            message: Some(text()),
            expires_at,
        },
        Letter::Confirmation { first_name: text(), expires_at },
        Letter::AlreadyRegistered { first_name: text() },
        Letter::PasswordReset { first_name: text(), expires_at },
        Letter::NoUserToReset,
        Letter::OwnershipReceived { account_name: text(), previous_owner: text() },
        Letter::OwnershipGivenUp { account_name: text(), new_owner: text() },
        Letter::OwnershipOffered { account_name: text(), owner: text(), expires_at },
        Letter::OwnershipOfferCalledOff { account_name: text(), called_off_by: text() },
        Letter::AccessEnding { account_name: text(), until: expires_at },
        Letter::MemberAccessEnding { account_name: text(), member: text(), until: expires_at },
        Letter::PasswordChanged { first_name: text() },
        Letter::AccessRemoved { account_name: text() },
        Letter::AccountClosed { account_name: text() },
        Letter::ContactAccessGiven { account_name: text(), given_by: text() },
        Letter::ClientInvitation {
            account_name: text(),
            subject: text(),
            text: format!("{} Entre en {{setup_url}} como {{user_name}}.", text()),
            user_name: "<b>@acme.example".to_owned(),
            expires_at,
        },
        Letter::Communication {
            account_name: text(),
            category: Category::Technical,
            subject: text(),
            text: "Hola".to_owned(),
            html: None,
            unsubscribe: Some(unsubscription()),
        },
        Letter::ServiceKeyCreated {
            account_name: text(),
            key_name: text(),
            created_by: Some(text()),
        },
    ]
}

fn rendered() -> impl Iterator<Item = RenderedMail> {
    Language::ALL.iter().flat_map(|&language| {
        hostile_letters().into_iter().map(move |letter| {
            let mail = Mail { language, ..mail(letter) };
            render(&mail, Some(&token()), &public_url()).expect("a letter")
        })
    })
}

#[test]
fn it_becomes_no_markup() {
    for mail in rendered() {
        assert!(!mail.html.contains("<script"), "{}", mail.html);
        assert_eq!(mail.html.matches("</td>").count(), mail.html.matches("<td").count());
        // A button's link stands there twice, that of refusing and that in a text once.
        let in_text = mail.links.iter().any(|link| link.contains("/setup#"));
        let links = mail.links.len() * 2 - usize::from(mail.unsubscribe.is_some() || in_text);
        assert_eq!(mail.html.matches("<a ").count(), links);
    }
}

#[test]
fn the_only_links_are_ours() {
    let ours = "https://panel.example.com/";
    for mail in rendered() {
        for href in mail.html.split("href=\"").skip(1) {
            assert!(href.starts_with(ours), "{href}");
        }
        let body = mail.html.split_once("</head>").expect("a head").1;
        for part in [body, &mail.text] {
            for scheme in part.split("://").skip(1) {
                assert!(scheme.starts_with("panel.example.com/"), "{scheme}");
            }
            assert!(!part.contains("evil.com") && !part.contains("me@"), "{part}");
        }
    }
}

#[test]
fn nothing_is_fetched_from_anywhere() {
    for mail in rendered() {
        for fetching in ["<img", "src=", "<link", "url(", "@import", "<style"] {
            assert!(!mail.html.contains(fetching), "{fetching}");
        }
    }
}

#[test]
fn the_subject_stays_on_one_line() {
    for mail in rendered() {
        assert!(!mail.subject.contains(char::is_control), "{:?}", mail.subject);
    }
}

//! Every letter in every language, as people read it. A changed word shows in the snapshots.

use portero_domain::model::{Language, Letter, Mail};
use portero_domain::policy::{Category, Role};
use portero_mail::{RenderError, render};

use crate::given::{
    client_invitation, communication, in_a_week, invitation, invitation_as, mail, public_url,
    token, unsubscribe_link,
};

/// HTML as it is left by cleaning.
const HTML: &str = "<h2>Mantenimiento</h2>\n<p>El <b>lunes</b> no habrá servicio: \
                    <a href=\"https://acme.example/estado\" rel=\"noopener noreferrer nofollow\">\
                    estado</a>.</p>";

/// A communication that the reader cannot refuse.
fn that_must_be(letter: Letter) -> Letter {
    let Letter::Communication { account_name, subject, text, html, .. } = letter else {
        unreachable!("it is a communication")
    };
    let category = Category::General;
    Letter::Communication { account_name, category, subject, text, html, unsubscribe: None }
}

fn named_letters() -> Vec<(&'static str, Letter)> {
    let account_name = || "Acme S.L.".to_owned();
    let first_name = || "Ana".to_owned();
    let luis = || "Luis Pérez".to_owned();
    let expires_at = in_a_week();
    let message = "Hola, Ana:\n\nte espero dentro.\nLuis";
    let service_key = |created_by| Letter::ServiceKeyCreated {
        account_name: account_name(),
        key_name: "Facturación".to_owned(),
        created_by,
    };
    vec![
        ("invitation", invitation()),
        ("invitation_with_all", invitation_as(Role::User, 3, Some(message))),
        ("confirmation", Letter::Confirmation { first_name: first_name(), expires_at }),
        ("already_registered", Letter::AlreadyRegistered { first_name: first_name() }),
        ("password_reset", Letter::PasswordReset { first_name: first_name(), expires_at }),
        ("no_user_to_reset", Letter::NoUserToReset),
        (
            "ownership_received",
            Letter::OwnershipReceived { account_name: account_name(), previous_owner: luis() },
        ),
        (
            "ownership_given_up",
            Letter::OwnershipGivenUp { account_name: account_name(), new_owner: luis() },
        ),
        (
            "ownership_offered",
            Letter::OwnershipOffered { account_name: account_name(), owner: luis(), expires_at },
        ),
        (
            "ownership_offer_called_off",
            Letter::OwnershipOfferCalledOff { account_name: account_name(), called_off_by: luis() },
        ),
        ("access_ending", Letter::AccessEnding { account_name: account_name(), until: expires_at }),
        (
            "member_access_ending",
            Letter::MemberAccessEnding {
                account_name: account_name(),
                member: luis(),
                until: expires_at,
            },
        ),
        ("password_changed", Letter::PasswordChanged { first_name: first_name() }),
        ("access_removed", Letter::AccessRemoved { account_name: account_name() }),
        ("account_closed", Letter::AccountClosed { account_name: account_name() }),
        (
            "contact_access_given",
            Letter::ContactAccessGiven { account_name: account_name(), given_by: luis() },
        ),
        ("client_invitation", client_invitation()),
        ("communication", communication(None)),
        ("communication_in_html", communication(Some(HTML))),
        ("communication_that_must_be", that_must_be(communication(None))),
        ("service_key_created", service_key(Some(luis()))),
        ("service_key_created_by_operator", service_key(None)),
    ]
}

#[test]
fn every_letter_in_every_language() {
    for &language in Language::ALL {
        for (name, letter) in named_letters() {
            let mail = Mail { language, ..mail(letter) };
            let rendered = render(&mail, Some(&token()), &public_url()).expect("a letter");
            let shown = format!(
                "{}\n\n=== text\n{}\n=== HTML\n{}",
                rendered.subject, rendered.text, rendered.html
            );
            insta::assert_snapshot!(format!("{name}_{language}"), shown);
        }
    }
}

#[test]
fn n08_every_role_in_words() {
    let mut shown = Vec::new();
    for &language in Language::ALL {
        for &role in Role::ALL {
            for granted in if role.carries_grants() { 0..=2 } else { 0..=0 } {
                let mail = Mail { language, ..mail(invitation_as(role, granted, None)) };
                let rendered = render(&mail, Some(&token()), &public_url()).expect("a letter");
                let words = rendered.text.lines().nth(4).expect("the role");
                shown.push(format!("{language} {role} {granted}: {words}"));
            }
        }
    }
    insta::assert_snapshot!("roles_in_words", shown.join("\n"));
}

#[test]
fn n13_n14_the_subject_names_who_invites_and_the_button_accepts() {
    for (language, subject, button) in [
        (Language::Spanish, "Luis Pérez le invita a Acme S.L.", "Aceptar invitación"),
        (Language::English, "Luis Pérez invites you to Acme S.L.", "Accept invitation"),
    ] {
        let mail = Mail { language, ..mail(invitation()) };
        let rendered = render(&mail, Some(&token()), &public_url()).expect("a letter");
        assert_eq!(rendered.subject, subject);
        assert!(rendered.html.contains(&format!(">{button}</a>")));
        assert!(rendered.text.contains(button));
    }
}

#[test]
fn a_link_is_made_of_the_public_url_and_the_token_and_stands_in_both_parts() {
    for (name, letter) in named_letters() {
        let page = match name {
            "invitation" | "invitation_with_all" => Some("invitation"),
            "confirmation" => Some("confirm"),
            "password_reset" => Some("reset"),
            "client_invitation" => Some("setup"),
            _ => None,
        };
        let token = token();
        let link = page.map(|page| format!("https://panel.example.com/{page}#{}", token.expose()));
        let can_be_refused = matches!(name, "communication" | "communication_in_html");
        let unsubscribe = can_be_refused.then(unsubscribe_link);
        let expected: Vec<String> = link.iter().chain(&unsubscribe).cloned().collect();
        let rendered = render(&mail(letter), Some(&token), &public_url()).expect("a letter");
        assert_eq!(rendered.links, expected, "{name}");
        assert_eq!(rendered.unsubscribe, unsubscribe, "{name}");
        for link in &rendered.links {
            assert!(format!("{}\n", rendered.text).contains(&format!("\n{link}\n")), "{name}");
            assert!(rendered.html.contains(&format!("href=\"{link}\"")), "{name}");
        }
    }
}

#[test]
fn a_letter_with_a_link_is_not_written_without_its_secret() {
    for (_, letter) in named_letters() {
        let has_link = matches!(
            letter,
            Letter::Invitation { .. }
                | Letter::Confirmation { .. }
                | Letter::PasswordReset { .. }
                | Letter::ClientInvitation { .. }
                | Letter::Communication { unsubscribe: Some(_), .. }
        );
        let rendered = render(&mail(letter), None, &public_url());
        assert_eq!(rendered.err(), has_link.then_some(RenderError::SecretMissing));
    }
}

#[test]
fn a_rendered_mail_does_not_print_its_link() {
    let rendered = render(&mail(invitation()), Some(&token()), &public_url()).expect("a letter");
    assert!(!format!("{rendered:?}").contains(token().expose()));
}

#[test]
fn every_category_in_words() {
    let mut shown = Vec::new();
    for &language in Language::ALL {
        for &category in Category::ALL {
            let mut letter = communication(None);
            if let Letter::Communication { category: told, .. } = &mut letter {
                *told = category;
            }
            let mail = Mail { language, ..mail(letter) };
            let rendered = render(&mail, Some(&token()), &public_url()).expect("a letter");
            let (_, below) = rendered.text.split_once("\n-- \n").expect("a line between");
            let words = below.lines().next().expect("why");
            shown.push(format!("{language} {category}: {words}"));
        }
    }
    insta::assert_snapshot!("categories_in_words", shown.join("\n"));
}

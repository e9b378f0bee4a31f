//! Questions about sites: a client about themselves, others by right, and who learns what exists.

use portero_domain::model::{Access, MembershipState, Origin, Token};
use portero_domain::policy::{
    GrantSource, PermissionSet, Role, SiteDenialReason, SiteGrantSource, SitePermission,
    SitePermissionSet,
};
use portero_domain::port::{AccessFacts, AskerFacts, ClientFacts, PersonFacts, Subject};
use portero_domain::use_case::{
    AccessAnswer, CredentialToken, Credentials, Error, Question, Wanted,
};

use crate::client_given::{OPEN, SITE, carla};
use crate::stage::{Stage, account, session, user};

const BLOG: SitePermissionSet = SitePermissionSet::of(&[SitePermission::Blog]);

fn client_facts(assigned: Option<SitePermissionSet>) -> PersonFacts {
    let client = Some(ClientFacts { is_suspended: false, assigned });
    PersonFacts { user_id: carla().id, user_state: carla().state, access: None, client }
}

fn member_facts(role: Role) -> PersonFacts {
    let access =
        Access { role, grants: PermissionSet::EMPTY, state: MembershipState::Active, until: None };
    let ana = user(1, "ana@a.es");
    PersonFacts { user_id: ana.id, user_state: ana.state, access: Some(access), client: None }
}

async fn ask(
    asker: PersonFacts,
    subject: Option<(Subject, PersonFacts)>,
    permission: SitePermission,
    site_is_there: bool,
) -> Result<AccessAnswer, Error> {
    let presence = session(&carla()).presence();
    let session = session(&carla()).id;
    let must_change_password = false;
    let (subject, found) = subject.unzip();
    let facts = AccessFacts {
        asker: AskerFacts::User { session, presence, must_change_password, person: asker },
        account: Some(OPEN),
        site_is_there,
        subject: found,
    };
    let mut stage = Stage::new();
    stage
        .access
        .expect_look_up()
        .withf(|question| question.site == Some(SITE))
        .returning(move |_| Ok(Some(facts.clone())));
    stage.store.expect_record_refusal().returning(|_, _, _| Ok(()));
    stage.directory.expect_members().returning(|_, _, _, _| Ok(Vec::new()));
    let token = Token::parse("t".repeat(Token::LENGTH)).expect("a token");
    let credentials =
        Credentials { token: CredentialToken::Session(token), origin: Origin::default() };
    let question = Question { subject, wanted: Wanted::OnSite { permission, site: SITE } };
    let checked = stage.portero().check_access(&credentials, account().id, &question).await;
    checked.map(|checked| checked.answer)
}

#[tokio::test]
async fn a_client_asks_about_themselves_and_is_told_of_nobody() {
    let yes = ask(client_facts(Some(BLOG)), None, SitePermission::Blog, true).await;
    let no = ask(client_facts(Some(BLOG)), None, SitePermission::Reset, true).await;

    assert_eq!(yes, Ok(AccessAnswer::AllowedOnSite(SiteGrantSource::Assignment)));
    let Ok(AccessAnswer::DeniedOnSite(explanation)) = no else { panic!("{no:?}") };
    assert_eq!(explanation.reason, SiteDenialReason::NotHeld);
    assert_eq!(explanation.could_be_given_by, None);
    assert!(explanation.held_by_roles.contains(Role::Administrator));
}

#[tokio::test]
async fn a_client_cannot_tell_a_site_that_is_not_theirs_from_none() {
    for site_is_there in [true, false] {
        let asked = ask(client_facts(None), None, SitePermission::Blog, site_is_there).await;
        assert_eq!(asked, Err(Error::NotFound));
    }
}

#[tokio::test]
async fn a_client_asks_about_nobody_else() {
    let other = (Subject::User(user(1, "ana@a.es").id), member_facts(Role::Owner));

    let asked = ask(client_facts(Some(BLOG)), Some(other), SitePermission::Blog, true).await;

    let Err(Error::Denied(explanation)) = asked else { panic!("{asked:?}") };
    assert_eq!(explanation.could_be_given_by, None);
}

#[tokio::test]
async fn whoever_manages_sites_holds_all_of_it_and_may_ask_about_clients() {
    let own = ask(member_facts(Role::Administrator), None, SitePermission::Reset, true).await;
    let carla = (Subject::User(carla().id), client_facts(Some(BLOG)));
    let of_carla =
        ask(member_facts(Role::Administrator), Some(carla), SitePermission::Blog, true).await;
    let gone = ask(member_facts(Role::Administrator), None, SitePermission::Reset, false).await;

    let source = SiteGrantSource::SitesManage(GrantSource::Role(Role::Administrator));
    assert_eq!(own, Ok(AccessAnswer::AllowedOnSite(source)));
    assert_eq!(of_carla, Ok(AccessAnswer::AllowedOnSite(SiteGrantSource::Assignment)));
    assert_eq!(gone, Err(Error::NotFound));
}

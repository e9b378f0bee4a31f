//! Where people stand as clients, on the sites of an account.

use portero_domain::id::SiteId;
use portero_domain::policy::{Offer, Role, Scope};
use portero_domain::port::{
    AccessFacts, AccessQuestion, Asked, AskerFacts, ClientFacts, Credential, Subject,
};

use crate::Faces;
use crate::given::{ALLOWED, Given, address, noon};

/// What a client is, and has on the site that is asked about, is told with them: as the one who
/// asks, and as the one who is asked about.
pub async fn a_client_is_looked_up_on_a_site(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let (other, _) = given.account().await;
    let user = given.user("carla@d.example").await;
    let client = given.active_client(&account, "carla@d.example", &user).await;
    given.active_client(&other, "carla@d.example", &user).await;
    let site = given.site(&account, "Hotel Mar").await;
    let spare = given.site(&account, "Hotel Luna").await;
    let (client, _) = given.assigned(client, &site, ALLOWED).await;
    let own = Credential::Session(given.session(&user, noon()).await.token);
    let owners = Credential::Session(given.session(&owner, noon()).await.token);
    let key = given.saved(given.new_key(Scope::Installation)).await;
    let machine = Credential::ServiceKey(key.token);
    let seen = async |site| {
        let ask = async |credential, subject| {
            let question = AccessQuestion { credential, account: account.id, subject, site };
            faces.access.look_up(&question).await.expect("an answer").expect("a holder")
        };
        let AccessFacts { asker, subject, site_is_there, .. } = ask(own, None).await;
        assert_eq!(subject, None);
        let AskerFacts::User { person, .. } = asker else { panic!("a user asks") };
        let client = person.client.expect("a client");
        let by_id = Some(Subject::User(user.id));
        let by_address = Some(Subject::Email(address("CARLA@d.example")));
        for (credential, subject) in [(owners, by_address), (machine, by_id)] {
            let about = ask(credential, subject).await;
            assert_eq!(about.subject, Some(person.clone()));
            assert_eq!(about.site_is_there, site_is_there);
        }
        assert_eq!(person.user_id, user.id);
        (client.is_suspended, client.assigned, site_is_there)
    };
    assert_eq!(seen(Some(site.id)).await, (false, Some(ALLOWED), true));
    assert_eq!(seen(Some(spare.id)).await, (false, None, true));
    assert_eq!(seen(None).await, (false, None, false));
    given.suspended(client).await;
    assert_eq!(seen(Some(site.id)).await, (true, Some(ALLOWED), true));
}

/// A site of another account is not there, whoever has it; neither is one that never was. Who is no
/// client of the account has nothing as one.
pub async fn a_site_of_another_account_is_not_there(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let (other, _) = given.account().await;
    let user = given.user("carla@d.example").await;
    given.active_client(&account, "carla@d.example", &user).await;
    let elsewhere = given.active_client(&other, "carla@d.example", &user).await;
    let foreign = given.site(&other, "Hotel Mar").await;
    given.assigned(elsewhere, &foreign, ALLOWED).await;
    let key = given.saved(given.new_key(Scope::Installation)).await;
    let credential = Credential::ServiceKey(key.token);
    for site in [foreign.id, SiteId::from_uuid(given.id())] {
        let subject = Some(Subject::User(user.id));
        let question =
            AccessQuestion { credential, account: account.id, subject, site: Some(site) };
        let found = faces.access.look_up(&question).await.expect("an answer").expect("a holder");
        assert!(!found.site_is_there);
        let nothing = ClientFacts { is_suspended: false, assigned: None };
        assert_eq!(found.subject.and_then(|person| person.client), Some(nothing));
    }
    let subject = Some(Subject::User(owner.id));
    let question =
        AccessQuestion { credential, account: other.id, subject, site: Some(foreign.id) };
    let found = faces.access.look_up(&question).await.expect("an answer").expect("a holder");
    assert!(found.site_is_there);
    let owner = found.subject.expect("a user");
    assert_eq!((owner.access, owner.client), (None, None));
}

/// Each question of a batch is about its own person and its own site, in their order, whoever is
/// asked about twice.
pub async fn each_question_of_a_batch_has_its_own_site(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let (other, _) = given.account().await;
    let user = given.user("carla@d.example").await;
    let client = given.active_client(&account, "carla@d.example", &user).await;
    let membership = given.member(&account, &user, Offer::of(Role::Finance)).await;
    let site = given.site(&account, "Hotel Mar").await;
    let spare = given.site(&account, "Hotel Luna").await;
    let foreign = given.site(&other, "Hotel Sol").await;
    given.assigned(client, &site, ALLOWED).await;

    let about = |subject: &Subject, site: Option<SiteId>| Asked { subject: subject.clone(), site };
    let (carla, by_address) = (Subject::User(user.id), Subject::Email(address("Carla@d.example")));
    let (boss, nobody) = (Subject::User(owner.id), Subject::Email(address("no@d.example")));
    let asked = [
        about(&carla, Some(spare.id)),
        about(&by_address, Some(site.id)),
        about(&nobody, Some(site.id)),
        about(&boss, Some(site.id)),
        about(&carla, None),
        about(&carla, Some(foreign.id)),
        about(&carla, Some(site.id)),
    ];
    let found = faces.access.look_up_all(account.id, &asked).await.expect("an answer");
    let there: Vec<bool> = found.iter().map(|one| one.site_is_there).collect();
    assert_eq!(there, [true, true, true, true, false, false, true]);
    let people: Vec<_> = found.into_iter().map(|one| one.person).collect();
    let ids: Vec<_> = people.iter().map(|one| one.as_ref().map(|one| one.user_id)).collect();
    let (carla, boss) = (Some(user.id), Some(owner.id));
    assert_eq!(ids, [carla, carla, None, boss, carla, carla, carla]);
    let client = |assigned| Some(ClientFacts { is_suspended: false, assigned });
    let (all, none) = (client(Some(ALLOWED)), client(None));
    let clients: Vec<_> =
        people.iter().map(|one| one.as_ref().and_then(|one| one.client)).collect();
    assert_eq!(clients, [none, all, None, None, none, none, all]);
    let accesses: Vec<_> = people.iter().flatten().filter(|one| one.user_id == user.id).collect();
    assert!(accesses.iter().all(|one| one.access == Some(membership.access())));
}

/// A thousand questions, each about a site of its own, are answered at once.
pub async fn a_thousand_questions_about_sites_are_answered_at_once(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let user = given.user("carla@d.example").await;
    let client = given.active_client(&account, "carla@d.example", &user).await;
    let site = given.site(&account, "Hotel Mar").await;
    given.assigned(client, &site, ALLOWED).await;
    let asked: Vec<Asked> = (0..1_000)
        .map(|count| {
            let site = if count % 3 == 0 { site.id } else { SiteId::from_uuid(given.id()) };
            Asked { subject: Subject::User(user.id), site: Some(site) }
        })
        .collect();
    let found = faces.access.look_up_all(account.id, &asked).await.expect("an answer");
    let seen = found.into_iter().map(|one| {
        let client = one.person.and_then(|person| person.client).expect("a client");
        (one.site_is_there, client.assigned)
    });
    let expected = (0..1_000).map(|count| {
        let has_it = count % 3 == 0;
        (has_it, has_it.then_some(ALLOWED))
    });
    assert_eq!(seen.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
}

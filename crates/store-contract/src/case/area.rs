//! What clients see, and the ways there.

use portero_domain::id::{AccountId, ClientId, SiteId};
use portero_domain::model::{Account, AccountState, Admission, Client, TokenHash, UserState};
use portero_domain::port::{ClientFacts, FoundArea, FoundSetupLink, LinkedClient, Page};

use crate::Faces;
use crate::given::{ALLOWED, Given, noon, pages};

const OPEN: Admission = Admission { account: AccountState::Active, owner: UserState::Active };

/// A setup link shows the client with the account's name and language, whether it admits anyone,
/// and the user of the address, if there is one; an earlier link shows that it is one.
pub async fn a_setup_link_shows_what_its_holder_may_know(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let client = given.invited_client(&account, "Carla@d.example").await;
    given.user("other@d.example").await;
    let earlier = client.setup_link().expect("invited").link;
    let find = async |link: &TokenHash| faces.clients.find_setup_link(link).await;
    let shown = |client: &Client, superseded, admission, user| FoundSetupLink {
        linked: LinkedClient { client: client.clone(), superseded },
        account_name: account.name.clone(),
        account_language: account.language,
        admission,
        user,
    };
    assert_eq!(find(&earlier).await, Ok(Some(shown(&client, false, OPEN, None))));
    assert_eq!(find(&given.link()).await, Ok(None));

    let again = given.setup_link();
    let client = given.saved(client.grant_access(again).expect("invited")).await;
    let user = given.user("carla@D.example").await;
    given.saved(account.clone().close(noon()).expect("allowed").changed().expect("open")).await;
    given.saved(owner.suspend().changed().expect("a change")).await;
    let account = AccountState::Closed { at: noon() };
    let closed = Admission { account, owner: UserState::Suspended };
    let user = Some(user);
    assert_eq!(find(&earlier).await, Ok(Some(shown(&client, true, closed, user.clone()))));
    assert_eq!(find(&again.link).await, Ok(Some(shown(&client, false, closed, user))));
}

/// A user may enter the areas of active accounts whose owner is not suspended, as long as they are
/// not suspended there.
pub async fn only_areas_that_admit_someone_are_enterable(faces: &Faces) {
    let given = Given::new(faces);
    let user = given.user("carla@d.example").await;
    let area = async || {
        let (account, owner) = given.account().await;
        let client = given.active_client(&account, "carla@d.example", &user).await;
        (account, owner, client)
    };
    let (account, _, client) = area().await;
    let (_, _, suspended) = area().await;
    given.suspended(suspended).await;
    let (closing, _, _) = area().await;
    given.saved(closing.close(noon()).expect("allowed").changed().expect("open")).await;
    let (_, owner, _) = area().await;
    given.saved(owner.suspend().changed().expect("a change")).await;
    let (invites, _) = given.account().await;
    given.invited_client(&invites, "carla@d.example").await;
    let other = given.user("eva@d.example").await;
    given.active_client(&invites, "eva@d.example", &other).await;
    given.account_of(&user).await;

    let page = Page { after: None, limit: 10 };
    let found = faces.clients.enterable_areas(user.id, page).await;
    assert_eq!(found, Ok(vec![found_area(&account, OPEN, &client)]));
}

/// Pages of areas go by account id, and neither skip nor repeat one while others are added.
pub async fn pages_of_areas_neither_skip_nor_repeat(faces: &Faces) {
    let given = Given::new(faces);
    let user = given.user("carla@d.example").await;
    let mut accounts = Vec::new();
    for _ in 0..5 {
        accounts.push(given.account().await.0);
    }
    // Who becomes a client of the last account first still finds it last.
    for account in accounts.iter().rev() {
        given.active_client(account, "carla@d.example", &user).await;
    }
    let page = async |after| {
        let found = faces.clients.enterable_areas(user.id, Page { after, limit: 2 }).await;
        found.expect("an answer").iter().map(|area| area.account_id).collect::<Vec<_>>()
    };
    let first = page(None).await;
    let (added, _) = given.account().await;
    given.active_client(&added, "carla@d.example", &user).await;
    let rest = pages(first.last().copied(), 2, page).await;
    let expected: Vec<AccountId> = accounts.iter().chain([&added]).map(|one| one.id).collect();
    assert_eq!([first, rest].concat(), expected);
}

/// An area is found for the user who is its client, whether or not they may enter; for nobody else.
pub async fn an_area_is_found_whether_or_not_it_may_be_entered(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let (other, _) = given.account().await;
    let user = given.user("carla@d.example").await;
    let find = async |account: &Account| faces.clients.find_area(account.id, user.id).await;
    assert_eq!(find(&account).await, Ok(None));
    let client = given.active_client(&account, "carla@d.example", &user).await;
    assert_eq!(find(&account).await, Ok(Some(found_area(&account, OPEN, &client))));
    assert_eq!(find(&other).await, Ok(None));
    let of_owner = faces.clients.find_area(account.id, owner.id).await;
    assert_eq!(of_owner, Ok(None));

    let client = given.suspended(client).await;
    given.saved(account.clone().close(noon()).expect("allowed").changed().expect("open")).await;
    given.saved(owner.suspend().changed().expect("a change")).await;
    let state = AccountState::Closed { at: noon() };
    let closed = Admission { account: state, owner: UserState::Suspended };
    assert_eq!(find(&account).await, Ok(Some(found_area(&account, closed, &client))));
}

/// What a client is on a site is told when both are the account's, whether or not the site is
/// assigned to them.
pub async fn what_a_client_is_on_a_site_is_told_of_one_account(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let (other, _) = given.account().await;
    let site = given.site(&account, "Hotel Sol").await;
    let spare = given.site(&account, "Hotel Mar").await;
    let foreign = given.site(&other, "Hotel Luna").await;
    let client = given.client(&account, "carla@d.example").await;
    let told = async |account: &Account, client: ClientId, site: SiteId| {
        let found = faces.clients.find_client_facts(account.id, client, site).await;
        found
            .expect("an answer")
            .map(|ClientFacts { is_suspended, assigned }| (is_suspended, assigned))
    };
    let (client, _) = given.assigned(client, &site, ALLOWED).await;
    assert_eq!(told(&account, client.id, site.id).await, Some((false, Some(ALLOWED))));
    assert_eq!(told(&account, client.id, spare.id).await, Some((false, None)));
    assert_eq!(told(&account, client.id, foreign.id).await, None);
    assert_eq!(told(&other, client.id, foreign.id).await, None);
    assert_eq!(told(&other, client.id, site.id).await, None);
    let nobody = ClientId::from_uuid(given.id());
    assert_eq!(told(&account, nobody, site.id).await, None);
    let client = given.suspended(client).await;
    assert_eq!(told(&account, client.id, site.id).await, Some((true, Some(ALLOWED))));
}

fn found_area(account: &Account, admission: Admission, client: &Client) -> FoundArea {
    FoundArea {
        account_id: account.id,
        account_name: account.name.clone(),
        admission,
        client: client.clone(),
    }
}

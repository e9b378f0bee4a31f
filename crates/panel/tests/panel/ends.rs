//! When somebody's access ends, as the form of a person shows and changes it.

use chrono::{DateTime, Utc};
use portero_domain::id::{AccountId, UserId};
use portero_domain::use_case::AmendMember;

use crate::agency::Agency;
use crate::browser::between;

/// Noa, whose access ends at ten in the morning: the path of her page.
async fn ending_in_the_morning(agency: &mut Agency) -> String {
    let area = agency.area.clone();
    agency.world.join(&mut agency.owner, &area, "noa@acme.example", "user").await;
    let person = agency.world.person(&mut agency.owner, &area, "noa").await;
    let id = person.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id");
    let until: DateTime<Utc> = "2099-11-25T10:00:00Z".parse().expect("an instant");
    let wanted = AmendMember { until: Some(Some(until)), ..AmendMember::default() };
    let caller = agency.caller().await;
    let (account, user): (AccountId, UserId) = (agency.account, UserId::from_uuid(id));
    let amended = agency.world.portero.amend_member(&caller, account, user, wanted, None).await;
    amended.expect("amended");
    person
}

#[tokio::test]
async fn an_end_stays_to_the_second_while_its_day_does() {
    let mut agency = Agency::set().await;
    let person = ending_in_the_morning(&mut agency).await;
    let shown = agency.owner.open(&person).await.text;
    assert!(shown.contains("25 de noviembre de 2099, 10:00\u{a0}UTC"), "{shown}");
    assert!(shown.contains("value=\"2099-11-25\""), "{shown}");
    let list = agency.owner.open(&format!("{}/users", agency.area)).await.text;
    assert!(list.contains("Hasta el <time datetime=\"2099-11-25T10:00Z\">"), "{list}");

    let version = between(&shown, "name=\"version\" value=\"", "\"").to_owned();
    let form = [
        ("role", "user"),
        ("grants", "users.read"),
        ("until", "2099-11-25"),
        ("version", version.as_str()),
    ];
    let asked = agency.owner.send(&format!("{person}/access"), &form).await.text;
    assert!(!asked.contains("terminará"), "the end does not change: {asked}");
    let confirmed: Vec<_> = form.into_iter().chain([("step", "confirm")]).collect();
    let saved = agency.owner.send(&format!("{person}/access"), &confirmed).await;
    assert_eq!(saved.leads_to(), person, "{}", saved.text);
    let shown = agency.owner.open(&person).await.text;
    assert!(shown.contains("Ver los usuarios"), "{shown}");
    assert!(shown.contains("25 de noviembre de 2099, 10:00\u{a0}UTC"), "{shown}");
}

#[tokio::test]
async fn another_end_and_none_are_each_said_before_they_are_saved() {
    let mut agency = Agency::set().await;
    let person = ending_in_the_morning(&mut agency).await;
    let ask = format!("{person}/access");
    let other = [("role", "user"), ("until", "2099-12-01"), ("version", "2")];
    let asked = agency.owner.send(&ask, &other).await.text;
    let said = "El acceso terminará el <time datetime=\"2099-12-01\">1 de diciembre de 2099</time>";
    assert!(asked.contains(said), "{asked}");
    let none = [("role", "user"), ("until", ""), ("version", "2")];
    let asked = agency.owner.send(&ask, &none).await.text;
    assert!(asked.contains("El acceso dejará de tener fecha de fin"), "{asked}");
}

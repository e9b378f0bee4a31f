//! What a client is allowed on a site, and by which words a site is found (D08, D10).

use portero_domain::model::{
    LackingPermissions, Line, Site, SiteAmendment, SiteAssignment, SiteDetails, SiteEvent,
    Transition, Write,
};
use portero_domain::policy::{SitePermission, SitePermissionSet};

use crate::given::{ACCOUNT, CLIENT, SITE, an_assignment, name, now};

const PUBLISH: SitePermissionSet = SitePermissionSet::of(&[SitePermission::Publish]);

fn details() -> SiteDetails {
    SiteDetails {
        name: name("Hotel Muñoz"),
        alias: Some(name("hm-1")),
        url: Line::parse("https://www.hotel.example/es").ok(),
        domain: Line::parse("hotel.example").ok(),
    }
}

#[test]
fn d10_a_set_that_lacks_what_it_needs_is_refused_naming_all_of_it() {
    let seo = SitePermissionSet::of(&[SitePermission::Seo]);
    let lacking = SitePermissionSet::of(&[
        SitePermission::Edit,
        SitePermission::EditLimited,
        SitePermission::Blog,
    ]);

    let assigned = SiteAssignment::assign((ACCOUNT, CLIENT), SITE, seo, now());
    let replaced = an_assignment(PUBLISH).replace(seo);

    assert_eq!(assigned.map(|_| ()), Err(LackingPermissions { lacking }));
    assert_eq!(replaced.map(|_| ()), Err(LackingPermissions { lacking }));
}

#[test]
fn the_empty_set_is_allowed_the_site_is_seen_and_nothing_can_be_done() {
    let none = SitePermissionSet::EMPTY;

    let assigned = SiteAssignment::assign((ACCOUNT, CLIENT), SITE, none, now());

    assert!(assigned.is_ok());
}

#[test]
fn an_assignment_replaces_the_earlier_set() {
    let stats = SitePermissionSet::of(&[SitePermission::ViewStats]);

    let replaced = an_assignment(PUBLISH).replace(stats).expect("can stand by itself");
    let same = an_assignment(PUBLISH).replace(PUBLISH).expect("can stand by itself");

    assert_eq!(replaced.aggregate().permissions, stats);
    assert!(matches!(same, Transition::AlreadySo(_)));
}

#[test]
fn d18_unassigning_ends_the_assignment_at_its_version() {
    let before = an_assignment(PUBLISH);

    let ended = before.clone().unassign();

    assert_eq!(ended.write(), Write::Delete(before.version));
    assert_eq!(ended.event(), &SiteEvent::SiteUnassigned { site_id: SITE, client_id: CLIENT });
}

#[test]
fn d08_a_site_is_found_by_the_words_of_name_alias_url_and_domain() {
    let words = details().search_words();

    assert_eq!(words, ["1", "es", "example", "hm", "hotel", "https", "munoz", "www"]);
}

#[test]
fn a_site_that_stays_as_it_is_is_already_so() {
    let site = Site::create(SITE, ACCOUNT, details(), now()).aggregate().clone();
    let same = SiteAmendment { name: Some(name("Hotel Muñoz")), ..SiteAmendment::default() };
    let without = SiteAmendment { alias: Some(None), ..SiteAmendment::default() };

    assert!(matches!(site.clone().amend(same), Transition::AlreadySo(_)));
    assert_eq!(site.amend(without).aggregate().details.alias, None);
}

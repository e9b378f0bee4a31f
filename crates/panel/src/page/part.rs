//! Parts that several pages have.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use portero_domain::model::{Language, MembershipState};
use portero_domain::policy::{
    Category, CategorySet, NotificationRules, Permission, PermissionSet, Role, Standing,
};
use portero_domain::use_case::{FieldProblem, Listed};

use crate::call::Call;
use crate::form::Form;
use crate::moment::plain_day;
pub(crate) use crate::moment::{day, minute};
use crate::problem::Problems;
use crate::view::{Cell, Choice, Field, FormBlock, Kind};
use crate::words::Words;

/// The last instant of a day: access until a day includes it. Nothing typed is nothing.
pub(crate) fn end_of_day(text: &str) -> Result<Option<DateTime<Utc>>, FieldProblem> {
    if text.is_empty() {
        return Ok(None);
    }
    let day: NaiveDate = text.parse().map_err(|_| FieldProblem::Unreadable)?;
    let last = NaiveTime::from_hms_opt(23, 59, 59).ok_or(FieldProblem::Unreadable)?;
    Ok(Some(day.and_time(last).and_utc()))
}

/// The words that are sought; of too many, what is to be said beside their field.
pub(crate) fn words_sought(call: &Call, sought: &str) -> Result<Vec<String>, Problems> {
    let limit = call.portero().limits().words_per_search;
    call.portero().words_sought(sought).map_err(|_| {
        let mut problems = Problems::default();
        problems.add("q", call.words.search_too_long.replace("{}", &limit.to_string()));
        problems
    })
}

/// A list of which nothing is shown.
pub(crate) const fn nothing<Row, Key>() -> Listed<Row, Key> {
    Listed { items: Vec::new(), next: None }
}

/// When an access ends, as people read it: a day where that is all that was chosen.
pub(crate) fn end(at: DateTime<Utc>) -> String {
    let of_its_day = end_of_day(&plain_day(at)).ok().flatten();
    if of_its_day == Some(at) { day(at) } else { minute(at) }
}

/// The most rows of a list on one page: with names as long as names are it stays a light one.
pub(crate) const ROWS: u32 = 20;

/// The form that seeks people in a list.
pub(crate) fn search(action: String, sought: &str, words: &Words) -> FormBlock {
    FormBlock {
        action,
        fields: vec![Field::line("q", words.search, "off").holding(sought).optional()],
        submit: words.search_button,
        asks: true,
        ..FormBlock::default()
    }
}

/// The roles that this person may give, each with what it may do (N08).
pub(crate) fn roles_on_offer(giver: &Standing, chosen: &str, words: &Words) -> Field {
    let within = |role: &&Role| role.permissions().is_subset_of(giver.effective());
    let choice = |role: &Role| Choice {
        hint: (words.role_may)(*role).to_owned(),
        ..Choice::new(role.as_str(), (words.role)(*role), role.as_str() == chosen)
    };
    let choices = Role::INVITABLE.iter().filter(within).map(choice).collect();
    Field::new("role", words.access_level, Kind::OneOf(choices))
}

/// The permissions that this person may grant, grouped by what they are about (S06).
pub(crate) fn grants_on_offer(giver: &Standing, ticked: PermissionSet, words: &Words) -> Field {
    let may_give = giver.effective().intersection(PermissionSet::GRANTABLE);
    let mut groups: Vec<(&str, Vec<Choice>)> = Vec::new();
    for permission in may_give.iter() {
        let about = permission.as_str().split('.').next().unwrap_or_default();
        let label = (words.permission)(permission);
        let choice = Choice::new(permission.as_str(), label, ticked.contains(permission));
        match groups.iter_mut().find(|(present, _)| *present == about) {
            Some((_, choices)) => choices.push(choice),
            None => groups.push((about, vec![choice])),
        }
    }
    let named =
        groups.into_iter().map(|(about, choices)| ((words.group)(about).to_owned(), choices));
    Field::new("grants", words.grants, Kind::AnyOf(named.collect())).hint(words.grants_hint)
}

/// The permissions that were ticked; a name that is none is not one of ours.
pub(crate) fn ticked(form: &Form, name: &str) -> PermissionSet {
    form.all(name).iter().filter_map(|text| text.parse::<Permission>().ok()).collect()
}

/// The categories that were ticked.
pub(crate) fn ticked_categories(form: &Form) -> CategorySet {
    form.all("notifications").iter().filter_map(|text| text.parse::<Category>().ok()).collect()
}

/// What someone in this role may receive; what they cannot refuse is always ticked.
pub(crate) fn notifications(role: Role, has: CategorySet, words: &Words) -> Field {
    let rules = NotificationRules::of(role);
    let chosen = has.union(rules.cannot_refuse);
    let choice = |one: Category| Choice {
        hint: why_received(one, role, chosen, words).to_owned(),
        ..Choice::new(one.as_str(), (words.category)(one), chosen.contains(one))
    };
    let choices = rules.may_have.iter().map(choice).collect();
    let kind = Kind::AnyOf(vec![(String::new(), choices)]);
    let hint = if rules.cannot_refuse.is_empty() { "" } else { words.notifications_kept };
    Field::new("notifications", words.notifications, kind).hint(hint)
}

/// Why someone in this role receives a category, or does not.
fn why_received(
    category: Category,
    role: Role,
    chosen: CategorySet,
    words: &Words,
) -> &'static str {
    let rules = NotificationRules::of(role);
    let of_role = rules.at_first.contains(category);
    match (chosen.contains(category), of_role) {
        (true, _) if rules.cannot_refuse.contains(category) => words.always_by_role,
        (true, true) if role.is_contact() => words.by_profile,
        (true, true) => words.by_role,
        (true, false) => words.by_choice,
        (false, true) => words.switched_off,
        (false, false) => "",
    }
}

/// Whether a membership counts, as a badge.
pub(crate) fn state(state: MembershipState, words: &Words) -> Cell {
    match state {
        MembershipState::Active => Cell::badge("good", words.active),
        MembershipState::Suspended => Cell::badge("off", words.suspended),
    }
}

/// The languages to choose from.
pub(crate) fn languages(chosen: Language, words: &Words) -> Field {
    let name = |language: Language| match language {
        Language::Spanish => "Español",
        Language::English => "English",
    };
    let choice = |one: &Language| Choice::new(one.as_str(), name(*one), *one == chosen);
    let choices = Language::ALL.iter().map(choice).collect();
    Field::new("language", words.language, Kind::Menu(choices))
}

/// So many permissions, in words.
pub(crate) fn so_many_permissions(count: usize, words: &Words) -> String {
    match count {
        1 => words.one_permission.to_owned(),
        count => words.permissions.replace("{}", &count.to_string()),
    }
}

/// What is done to so many permissions of these names, such as «Otorga 2 permisos: …».
pub(crate) fn told(doing: &str, count: usize, names: &str, words: &Words) -> String {
    doing.replacen("{}", &so_many_permissions(count, words), 1).replacen("{}", names, 1)
}

/// The names of permissions, one after the other; a dash for none.
pub(crate) fn listed(permissions: PermissionSet, words: &Words) -> String {
    let names: Vec<_> = permissions.iter().map(words.permission).collect();
    if names.is_empty() { "—".to_owned() } else { names.join(", ") }
}

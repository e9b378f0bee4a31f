//! A person's page: role, grants, notifications, end; suspending and removing (S03, S04). What
//! changes somebody's access is confirmed first, with what it changes.

use chrono::{DateTime, Utc};
use portero_domain::id::UserId;
use portero_domain::model::MembershipState;
use portero_domain::policy::{GrantChoice, Permission, PermissionSet, Role, Standing, may_manage};
use portero_domain::use_case::{AmendMember, FieldProblem, MemberView};

use super::{confirm, part};
use crate::call::{self, Answer, Area, Call, Stop, go, show_again};
use crate::form::Form;
use crate::moment;
use crate::note::Note;
use crate::problem::Problems;
use crate::stale;
use crate::view::{Block, Field, FormBlock, Kind, Page};
use crate::words::Words;

/// Someone on an area's list.
struct Person {
    area: Area,
    view: MemberView,
    path: String,
}

impl Person {
    async fn of(call: &Call) -> Result<Self, Stop> {
        let area = call.area().await?;
        let id = UserId::from_uuid(call.id("user")?);
        let view = call.portero().member(call.person()?, area.id, id).await?;
        let path = format!("{}/users/{id}", area.path);
        Ok(Self { area, view, path })
    }

    /// What they hold, counted as if they were active.
    fn held(&self) -> PermissionSet {
        let membership = &self.view.membership;
        Standing::of(membership.role).with_grants(membership.grants).held()
    }

    /// Whether what manages them is shown; the use cases decide.
    fn is_manageable(&self) -> bool {
        let membership = &self.view.membership;
        let target = Standing::of(membership.role).with_grants(membership.grants);
        self.area.may(Permission::UsersManage)
            && membership.user_id != self.area.entrance.membership.user_id
            && may_manage(&self.area.entrance.standing, &target).is_ok()
    }
}

async fn page(call: &Call, person: &Person, problems: Problems) -> Result<Page, Stop> {
    let words = call.words;
    let membership = &person.view.membership;
    let mut facts = vec![
        (words.email, person.view.user.email.as_shown().to_owned()),
        (words.role_label, (words.role)(membership.role).to_owned()),
        (words.state, part::state(membership.state, words).text),
        (words.since, part::day(membership.since)),
    ];
    if membership.role.carries_grants() {
        facts.push((words.grants, part::listed(membership.grants, words)));
    }
    if let Some(until) = membership.until {
        facts.push((words.until, part::end(until)));
    }
    let page = Page::new(call.frame_in(&person.area).await?, person.view.user.full_name());
    let mut page = page.with(Block::Facts("", facts));
    if person.is_manageable() {
        page = page.with(Block::Form(access_form(call, person, problems)));
        for form in other_forms(person, words) {
            page = page.with(Block::Form(form));
        }
    } else if membership.role == Role::Owner {
        page = page.with(Block::Text("", vec![words.target_is_owner.to_owned()]));
    }
    let back = vec![(format!("{}/users", person.area.path), words.back_to_users)];
    Ok(page.with(Block::Links(back)))
}

fn access_form(call: &Call, person: &Person, problems: Problems) -> FormBlock {
    let words = call.words;
    let version = person.view.membership.version;
    let mut form = FormBlock {
        heading: words.change_access,
        action: format!("{}/access", person.path),
        fields: stale::fields(&call.form, version, &problems, words, |typed| {
            access_fields(typed, person, words)
        }),
        submit: words.go_on,
        ..FormBlock::default()
    };
    problems.put_into(&mut form);
    form
}

/// Role, grants and end: as chosen, or as they are.
fn access_fields(typed: &Form, person: &Person, words: &Words) -> Vec<Field> {
    let membership = &person.view.membership;
    let standing = &person.area.entrance.standing;
    let was_sent = typed.has("role");
    let role = if was_sent { typed.get("role") } else { membership.role.as_str() };
    let grants = if was_sent { part::ticked(typed, "grants") } else { membership.grants };
    let until = membership.until.map(moment::plain_day).unwrap_or_default();
    let until = if was_sent { typed.get("until").to_owned() } else { until };
    vec![
        part::roles_on_offer(standing, role, words),
        part::grants_on_offer(standing, grants, words),
        Field::new("until", words.until, Kind::Line("date", "off"))
            .holding(until)
            .hint(words.until_hint)
            .optional(),
    ]
}

fn other_forms(person: &Person, words: &'static Words) -> Vec<FormBlock> {
    let membership = &person.view.membership;
    let form = |heading, tail: &str, line: &str, danger| FormBlock {
        heading,
        lines: vec![line.to_owned()],
        action: format!("{}/{tail}", person.path),
        submit: heading,
        danger,
        ..FormBlock::default()
    };
    let suspension = match membership.state {
        MembershipState::Active => form(words.suspend, "suspend", words.suspend_why, true),
        MembershipState::Suspended => {
            form(words.reactivate, "reactivate", words.reactivate_why, false)
        }
    };
    let notifications = FormBlock {
        action: format!("{}/notifications", person.path),
        fields: vec![part::notifications(membership.role, membership.notifications, words)],
        submit: words.save,
        ..FormBlock::default()
    };
    vec![notifications, suspension, form(words.remove, "remove", words.remove_why, true)]
}

/// The page.
pub(crate) async fn show(call: Call) -> Answer {
    let person = Person::of(&call).await?;
    call::show(&page(&call, &person, Problems::default()).await?)
}

/// Shows what would change, and after that is confirmed changes it.
pub(crate) async fn access(call: Call) -> Answer {
    let person = Person::of(&call).await?;
    let (form, words) = (&call.form, call.words);
    let mut problems = Problems::default();
    let role = form.get("role").parse::<Role>().map_err(|_| FieldProblem::ExactlyOneOf(&[]));
    let role = problems.read("role", role, words);
    let until = problems.read("until", wanted_end(&person, form), words);
    let (Some(role), Some(until)) = (role, until) else {
        return show_again(&page(&call, &person, problems).await?);
    };
    let ticked = part::ticked(form, "grants");
    let grants = if role.carries_grants() { ticked } else { PermissionSet::EMPTY };
    if !confirm::is_confirmed(&call) {
        let held = Standing::of(role).with_grants(grants).held();
        let mut lines = difference(person.held(), held, words);
        lines.insert(0, words.becomes.replace("{}", (words.role)(role)));
        lines.extend(until.map(|until| match until {
            Some(until) => words.ends_on.replace("{}", &part::end(until)),
            None => words.ends_no_more.to_owned(),
        }));
        return confirm(&call, &person, "access", words.change_access, lines, false).await;
    }
    let wanted = AmendMember {
        role: Some(role),
        grants: role.carries_grants().then_some(GrantChoice::These(grants)),
        until,
        notifications: None,
    };
    let version = call.version()?;
    let (caller, user) = (call.person()?, person.view.user.id);
    let amended =
        call.portero().amend_member(caller, person.area.id, user, wanted, Some(version)).await;
    match amended {
        Ok(_) => {
            call.note(Note::Done(words.saved));
            go(&person.path)
        }
        Err(error) => {
            let problems = Problems::of(error, words)?;
            show_again(&page(&call, &person, problems).await?)
        }
    }
}

/// Which end was chosen, if another one was. The form shows days only: where the day is the same, the
/// end stays what it is, to the second.
#[allow(clippy::option_option, reason = "unchanged, no end and another end are three things")]
fn wanted_end(person: &Person, form: &Form) -> Result<Option<Option<DateTime<Utc>>>, FieldProblem> {
    let present = person.view.membership.until.map(moment::plain_day).unwrap_or_default();
    let typed = form.get("until");
    if typed == present { Ok(None) } else { part::end_of_day(typed).map(Some) }
}

/// What a change gives and takes.
fn difference(before: PermissionSet, after: PermissionSet, words: &Words) -> Vec<String> {
    let told = |set: PermissionSet, text: &str| {
        let names = part::listed(set, words);
        (!set.is_empty()).then(|| part::told(text, set.iter().count(), &names, words))
    };
    let given = told(after.difference(before), words.gives);
    let taken = told(before.difference(after), words.takes);
    let lines: Vec<_> = [given, taken].into_iter().flatten().collect();
    if lines.is_empty() { vec![words.changes_nothing.to_owned()] } else { lines }
}

/// Says what an action changes before it is done.
async fn confirm(
    call: &Call,
    person: &Person,
    tail: &str,
    heading: &'static str,
    lines: Vec<String>,
    danger: bool,
) -> Answer {
    let names = ["version", "role", "grants", "until"];
    let sent = names.iter().flat_map(|name| call.form.all(name).into_iter().map(|it| (*name, it)));
    let asked = confirm::Asked {
        heading,
        about: person.view.user.full_name(),
        lines,
        action: format!("{}/{tail}", person.path),
        carried: sent.map(|(name, value)| Field::hidden(name, value)).collect(),
        danger,
        back: person.path.clone(),
    };
    confirm::ask(call, &person.area, asked).await
}

/// Sets what they receive.
pub(crate) async fn notifications(call: Call) -> Answer {
    let person = Person::of(&call).await?;
    let chosen = part::ticked_categories(&call.form);
    let wanted = AmendMember { notifications: Some(chosen), ..AmendMember::default() };
    let (caller, user) = (call.person()?, person.view.user.id);
    let saved = call.portero().amend_member(caller, person.area.id, user, wanted, None).await;
    call.tell(saved, call.words.saved)?;
    go(&person.path)
}

/// Suspends them, once confirmed.
pub(crate) async fn suspend(call: Call) -> Answer {
    let person = Person::of(&call).await?;
    let words = call.words;
    if !confirm::is_confirmed(&call) {
        let mut lines = difference(person.held(), PermissionSet::EMPTY, words);
        lines.insert(0, words.suspend_why.to_owned());
        return confirm(&call, &person, "suspend", words.suspend, lines, true).await;
    }
    let (caller, user) = (call.person()?, person.view.user.id);
    let done = call.portero().suspend_member(caller, person.area.id, user).await;
    call.tell(done, words.is_suspended)?;
    go(&person.path)
}

/// Puts the access in force again.
pub(crate) async fn reactivate(call: Call) -> Answer {
    let person = Person::of(&call).await?;
    let words = call.words;
    if !confirm::is_confirmed(&call) {
        let lines = difference(PermissionSet::EMPTY, person.held(), words);
        return confirm(&call, &person, "reactivate", words.reactivate, lines, false).await;
    }
    let (caller, user) = (call.person()?, person.view.user.id);
    let done = call.portero().reactivate_member(caller, person.area.id, user).await;
    call.tell(done, words.is_active)?;
    go(&person.path)
}

/// Removes them, once confirmed.
pub(crate) async fn remove(call: Call) -> Answer {
    let person = Person::of(&call).await?;
    let words = call.words;
    if !confirm::is_confirmed(&call) {
        let mut lines = difference(person.held(), PermissionSet::EMPTY, words);
        lines.insert(0, words.remove_why.to_owned());
        return confirm(&call, &person, "remove", words.remove, lines, true).await;
    }
    let (caller, user) = (call.person()?, person.view.user.id);
    let done = call.portero().remove_member(caller, person.area.id, user, None).await;
    let path = if done.is_ok() { format!("{}/users", person.area.path) } else { person.path };
    call.tell(done, words.is_removed)?;
    go(&path)
}

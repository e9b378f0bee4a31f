//! Inviting people: the form, what was understood of it, and what became of each address (N06).

use portero_domain::model::{AddressList, Message};
use portero_domain::policy::{GrantChoice, Permission, PermissionSet, Role};
use portero_domain::use_case::{
    Answered, FieldProblem, InvitationOutcome, InvitationResult, Invite, Once,
};

use super::part;
use crate::call::{self, Answer, Area, Call, go, show_again};
use crate::form::Form;
use crate::note::Note;
use crate::problem::Problems;
use crate::view::{Block, Choice, Field, FormBlock, Kind, Page};
use crate::words::Words;

async fn page(call: &Call, area: &Area, problems: Problems) -> Result<Page, call::Stop> {
    let (words, form) = (call.words, &call.form);
    let standing = &area.entrance.standing;
    let all = Choice::new("all", words.grant_all, form.get("all_grants") == "all");
    let mut block = FormBlock {
        action: format!("{}/users/invite", area.path),
        fields: vec![
            Field::new("emails", words.emails, Kind::Lines)
                .holding(form.get("emails"))
                .hint(words.emails_hint),
            part::roles_on_offer(standing, form.get("role"), words),
            Field::new(
                "all_grants",
                words.grant_how,
                Kind::AnyOf(vec![(String::new(), vec![all])]),
            )
            .hint(words.only_user_grants),
            part::grants_on_offer(standing, part::ticked(form, "grants"), words),
            Field::new("until", words.until, Kind::Line("date", "off"))
                .holding(form.get("until"))
                .hint(words.until_hint)
                .optional(),
            Field::new("message", words.message, Kind::Lines)
                .holding(form.get("message"))
                .optional(),
        ],
        submit: words.go_on,
        ..FormBlock::default()
    };
    problems.put_into(&mut block);
    let page = Page::new(call.frame_in(area).await?, words.invite).lead(words.invite_lead);
    let back = vec![(format!("{}/users", area.path), words.cancel)];
    Ok(page.with(Block::Form(block)).with(Block::Links(back)))
}

/// The form.
pub(crate) async fn show(call: Call) -> Answer {
    let area = call.area_for(Permission::UsersInvite).await?;
    call::show(&page(&call, &area, Problems::default()).await?)
}

/// What the form says.
fn read(call: &Call) -> Result<Result<Invite, Problems>, call::Stop> {
    let (form, words) = (&call.form, call.words);
    let mut problems = Problems::default();
    let role = form.get("role").parse::<Role>();
    let role = problems.read("role", role.map_err(|_| FieldProblem::ExactlyOneOf(&[])), words);
    let until = problems.read("until", part::end_of_day(form.get("until")), words);
    let message = problems.read_optional("message", form.get("message"), Message::parse, words);
    let addresses = match call.portero().parse_address_text(form.get("emails")) {
        Ok(addresses) => Some(addresses),
        Err(error) => {
            problems.adopt(Problems::of(error, words)?);
            None
        }
    };
    Ok(match (role, until, message, addresses) {
        (Some(role), Some(until), Some(message), Some(addresses)) => Ok(Invite {
            addresses,
            role,
            grants: grants(form, role),
            until,
            notifications: None,
            message,
            language: None,
        }),
        _ => Err(problems),
    })
}

/// What is granted: a role that carries no grants gets none, whatever was ticked before it.
fn grants(form: &Form, role: Role) -> GrantChoice {
    match (role.carries_grants(), form.has("all_grants")) {
        (true, true) => GrantChoice::All,
        (true, false) => GrantChoice::These(part::ticked(form, "grants")),
        (false, _) => GrantChoice::These(PermissionSet::EMPTY),
    }
}

/// Shows what was understood, and after that is confirmed sends the invitations.
pub(crate) async fn send(call: Call) -> Answer {
    let area = call.area_for(Permission::UsersInvite).await?;
    let invite = match read(&call)? {
        Ok(invite) => invite,
        Err(problems) => return show_again(&page(&call, &area, problems).await?),
    };
    if call.form.get("then") == "edit" {
        return call::show(&page(&call, &area, Problems::default()).await?);
    }
    if call.form.get("step") != "send" {
        return call::show(&preview(&call, &area, &invite).await?);
    }
    let caller = call.person()?;
    match call.portero().invite(caller, area.id, invite, Once::each_time()).await {
        Ok(answered) => {
            call.note(results(&answered, call.words));
            go(&format!("{}/users", area.path))
        }
        Err(error) => {
            let problems = Problems::of(error, call.words)?;
            show_again(&page(&call, &area, problems).await?)
        }
    }
}

/// What was understood, with everything typed along.
async fn preview(call: &Call, area: &Area, invite: &Invite) -> Result<Page, call::Stop> {
    let words = call.words;
    let granted = invite.grants.given_by(&area.entrance.standing);
    let mut facts = vec![
        (words.access_level, (words.role)(invite.role).to_owned()),
        (words.may_do, (words.role_may)(invite.role).to_owned()),
    ];
    if invite.role.carries_grants() {
        let (count, names) = (granted.iter().count(), part::listed(granted, words));
        facts.push((words.grants, part::told(words.gives, count, &names, words)));
    }
    if let Some(until) = invite.until {
        facts.push((words.until, part::day(until)));
    }
    let form = FormBlock {
        action: format!("{}/users/invite", area.path),
        fields: again(&call.form),
        submit: words.send_invitation,
        also: vec![("edit", words.change)],
        ..FormBlock::default()
    };
    let page = Page::new(call.frame_in(area).await?, words.check_invitation);
    Ok(page
        .lead(words.check_lead)
        .with(Block::Text(words.addresses, addresses(&invite.addresses, words)))
        .with(Block::Facts(words.they_get, facts))
        .with(Block::Form(form)))
}

/// The same form again, unseen, to be sent.
fn again(form: &Form) -> Vec<Field> {
    let names = ["emails", "role", "all_grants", "grants", "until", "message"];
    let sent = names.iter().flat_map(|name| form.all(name).into_iter().map(|value| (*name, value)));
    let hidden = sent.map(|(name, value)| Field::hidden(name, value));
    std::iter::once(Field::hidden("step", "send")).chain(hidden).collect()
}

fn addresses(list: &AddressList, words: &Words) -> Vec<String> {
    let line = |(address, again): &(portero_domain::model::EmailAddress, bool)| {
        let again = if *again { format!(" · {}", words.duplicate) } else { String::new() };
        format!("{}{again}", address.as_shown())
    };
    list.entries.iter().map(line).collect()
}

fn results(answered: &Answered<InvitationOutcome>, words: &'static Words) -> Note {
    let Answered::Now(outcome) = answered else {
        return Note::Done(words.saved);
    };
    let told = outcome.results.iter().map(|(address, result)| {
        let (text, good) = match result {
            InvitationResult::Invited(_) => (words.invited, true),
            InvitationResult::AlreadyMember => (words.already_member, false),
            InvitationResult::AlreadyInvited(_) => (words.already_invited, false),
            InvitationResult::Duplicate => (words.duplicate, false),
        };
        (address.as_shown().to_owned(), text, good)
    });
    Note::Results(told.collect())
}

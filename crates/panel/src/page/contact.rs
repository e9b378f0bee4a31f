//! One contact: made with their profile in one step (L06–L08), edited (L13), given access to the
//! panel or not, deleted (L14).

use portero_domain::id::ContactId;
use portero_domain::model::{
    ContactAmendment, ContactDetails, ContactProfile, Line, Name, NewPassword, PanelAccessStatus,
    Password,
};
use portero_domain::policy::{NotificationRules, Permission};
use portero_domain::use_case::{
    Answered, ContactView, FieldProblem, NewContact, NewPanelAccess, Once,
};

use super::confirm::{self, Asked};
use super::{contacts, part};
use crate::call::{self, Answer, Area, Call, Stop, go, show_again};
use crate::form::Form;
use crate::note::Note;
use crate::problem::Problems;
use crate::stale;
use crate::view::{Block, Choice, Field, FormBlock, Kind, Page};
use crate::words::Words;

const OPTIONAL_LINES: [&str; 3] = ["phone", "company", "address"];

/// A contact of an area, as the page shows them.
struct Shown {
    area: Area,
    path: String,
    view: ContactView,
}

impl Shown {
    async fn of(call: &Call) -> Result<Self, Stop> {
        let area = call.area().await?;
        let id = ContactId::from_uuid(call.id("contact")?);
        let view = call.portero().contact(call.person()?, area.id, id).await?;
        Ok(Self { path: format!("{}/contacts/{id}", area.path), area, view })
    }
}

/// The form for a new one.
pub(crate) async fn new(call: Call) -> Answer {
    let area = call.area_for(Permission::ContactsManage).await?;
    call::show(&new_page(&call, &area, Problems::default()).await?)
}

async fn new_page(call: &Call, area: &Area, problems: Problems) -> Result<Page, Stop> {
    let words = call.words;
    let chosen = call.form.get("access");
    let ways = [
        ("none", words.no_access),
        ("invite", words.invite_contact),
        ("password", words.give_password),
    ];
    let access = ways.map(|(value, label)| Choice::new(value, label, value == chosen));
    let mut fields = fields(&call.form, None, words);
    fields.push(Field::new("access", words.panel_access, Kind::Menu(access.into())));
    let password = Field::password("password", words.first_password, "new-password");
    fields.push(password.hint(words.first_password_hint).optional());
    let mut form = FormBlock {
        action: format!("{}/contacts/new", area.path),
        fields,
        submit: words.create,
        ..FormBlock::default()
    };
    problems.put_into(&mut form);
    let back = vec![(format!("{}/contacts", area.path), words.cancel)];
    let page = Page::new(call.frame_in(area).await?, words.new_contact);
    Ok(page.with(Block::Form(form)).with(Block::Links(back)))
}

/// The fields of a contact: as typed, or as they are.
fn fields(form: &Form, details: Option<&ContactDetails>, words: &Words) -> Vec<Field> {
    let shown =
        |name: &str, present: Option<&str>| form.typed_or(name, present.unwrap_or_default());
    let first = details.map(|one| one.first_name.as_str());
    let last = details.map(|one| one.last_name.as_str());
    let email = details.map(|one| one.email.as_shown());
    let mut fields = vec![
        Field::line("first_name", words.first_name, "off").holding(shown("first_name", first)),
        Field::line("last_name", words.last_name, "off").holding(shown("last_name", last)),
        Field::new("email", words.email, Kind::Line("email", "off")).holding(shown("email", email)),
        profiles(&shown("profile", details.map(|one| one.profile.as_str())), words),
    ];
    let others = [
        (words.phone, details.and_then(|one| one.phone.as_ref())),
        (words.company, details.and_then(|one| one.company.as_ref())),
        (words.address, details.and_then(|one| one.address.as_ref())),
    ];
    for (name, (label, present)) in OPTIONAL_LINES.into_iter().zip(others) {
        let value = shown(name, present.map(Line::as_str));
        fields.push(Field::line(name, label, "off").holding(value).optional());
    }
    fields
}

fn profiles(chosen: &str, words: &Words) -> Field {
    let choice = |profile: &ContactProfile| {
        let name = profile.as_str();
        let hint = (words.role_may)(profile.role()).to_owned();
        Choice { hint, ..Choice::new(name, (words.contact_profile)(*profile), name == chosen) }
    };
    let choices = ContactProfile::ALL.iter().map(choice).collect();
    Field::new("profile", words.profile, Kind::OneOf(choices))
}

/// What was typed, with the notifications that the profile begins with.
fn read(call: &Call) -> Result<ContactDetails, Problems> {
    let (form, words) = (&call.form, call.words);
    let mut problems = Problems::default();
    let first_name = problems.read("first_name", Name::parse(form.get("first_name")), words);
    let last_name = problems.read("last_name", Name::parse(form.get("last_name")), words);
    let email = problems.read("email", call.portero().parse_address(form.get("email")), words);
    let profile = form.get("profile").parse::<ContactProfile>();
    let profile =
        problems.read("profile", profile.map_err(|_| FieldProblem::ExactlyOneOf(&[])), words);
    let lines =
        OPTIONAL_LINES.map(|name| problems.read_optional(name, form.get(name), Line::parse, words));
    match (first_name, last_name, email, profile, lines) {
        (
            Some(first_name),
            Some(last_name),
            Some(email),
            Some(profile),
            [Some(phone), Some(company), Some(address)],
        ) => {
            let notifications = NotificationRules::of(profile.role()).at_first;
            Ok(ContactDetails {
                first_name,
                last_name,
                email,
                profile,
                phone,
                company,
                address,
                notifications,
            })
        }
        _ => Err(problems),
    }
}

/// Whether and how they come to the panel (L07).
fn first_access(call: &Call, details: &ContactDetails) -> Result<NewPanelAccess, Problems> {
    let mut problems = Problems::default();
    match call.form.get("access") {
        "invite" => Ok(NewPanelAccess::Invite),
        "password" => {
            let typed = Password::new(call.form.get("password"));
            let new = NewPassword::parse(typed, &details.email);
            let new = problems.read("password", new, call.words);
            new.map(NewPanelAccess::Password).ok_or(problems)
        }
        _ => Ok(NewPanelAccess::No),
    }
}

/// Makes the contact, and invites them to the panel if that was chosen.
pub(crate) async fn create(call: Call) -> Answer {
    let area = call.area_for(Permission::ContactsManage).await?;
    let details = match read(&call) {
        Ok(details) => details,
        Err(problems) => return show_again(&new_page(&call, &area, problems).await?),
    };
    let access = match first_access(&call, &details) {
        Ok(access) => access,
        Err(problems) => return show_again(&new_page(&call, &area, problems).await?),
    };
    let new = NewContact { details, access };
    match call.portero().create_contact(call.person()?, area.id, new, Once::each_time()).await {
        Ok(Answered::Now(_) | Answered::Before(_)) => {
            call.note(Note::Done(call.words.saved));
            go(&format!("{}/contacts", area.path))
        }
        Err(error) => {
            let problems = Problems::of(error, call.words)?;
            show_again(&new_page(&call, &area, problems).await?)
        }
    }
}

/// The page of one.
pub(crate) async fn show(call: Call) -> Answer {
    let shown = Shown::of(&call).await?;
    call::show(&page(&call, &shown, Problems::default()).await?)
}

async fn page(call: &Call, shown: &Shown, problems: Problems) -> Result<Page, Stop> {
    let words = call.words;
    let contact = &shown.view.contact;
    let details = &contact.details;
    let name = details.full_name();
    let page = Page::new(call.frame_in(&shown.area).await?, name);
    let facts = vec![
        (words.profile, (words.contact_profile)(details.profile).to_owned()),
        (words.may_do, (words.role_may)(details.profile.role()).to_owned()),
        (words.panel_access, contacts::access(shown.view.access, words).text),
    ];
    let page = page.with(Block::Facts("", facts));
    if !shown.area.may(Permission::ContactsManage) {
        let reach = vec![(words.email, details.email.as_shown().to_owned())];
        return Ok(page.with(Block::Facts("", reach)));
    }
    let fields = stale::fields(&call.form, contact.version, &problems, words, |form| {
        let mut fields = fields(form, Some(details), words);
        let was_sent = form.has("profile");
        let ticked = part::ticked_categories(form);
        let chosen = if was_sent { ticked } else { details.notifications };
        fields.push(part::notifications(details.profile.role(), chosen, words));
        fields
    });
    let action = shown.path.clone();
    let mut form = FormBlock { action, fields, submit: words.save, ..FormBlock::default() };
    problems.put_into(&mut form);
    let page = page.with(Block::Form(form)).with(Block::Form(access_form(shown, words)));
    let delete = FormBlock {
        heading: words.delete_contact,
        lines: vec![words.delete_contact_why.to_owned()],
        action: format!("{}/delete", shown.path),
        fields: vec![Field::hidden("version", contact.version.as_i64().to_string())],
        submit: words.delete_contact,
        danger: true,
        ..FormBlock::default()
    };
    Ok(page.with(Block::Form(delete)))
}

/// What can be done about their access to the panel.
fn access_form(shown: &Shown, words: &Words) -> FormBlock {
    let (tail, submit, danger) = match shown.view.access {
        PanelAccessStatus::None | PanelAccessStatus::Removed => {
            ("invite", words.invite_contact, false)
        }
        PanelAccessStatus::Invited | PanelAccessStatus::Granted => {
            ("withdraw", words.withdraw_access, true)
        }
    };
    FormBlock {
        heading: words.panel_access,
        action: format!("{}/{tail}", shown.path),
        submit,
        danger,
        ..FormBlock::default()
    }
}

/// Saves a contact. Another profile brings its own notifications.
pub(crate) async fn save(call: Call) -> Answer {
    let shown = Shown::of(&call).await?;
    let typed = match read(&call) {
        Ok(typed) => typed,
        Err(problems) => return show_again(&page(&call, &shown, problems).await?),
    };
    let is_other = typed.profile != shown.view.contact.details.profile;
    let amendment = ContactAmendment {
        first_name: Some(typed.first_name),
        last_name: Some(typed.last_name),
        email: Some(typed.email),
        profile: is_other.then_some(typed.profile),
        phone: Some(typed.phone),
        company: Some(typed.company),
        address: Some(typed.address),
        notifications: (!is_other).then(|| part::ticked_categories(&call.form)),
    };
    let id = shown.view.contact.id;
    let (caller, version) = (call.person()?, Some(call.version()?));
    match call.portero().amend_contact(caller, shown.area.id, id, amendment, version).await {
        Ok(_) => {
            call.note(Note::Done(call.words.saved));
            go(&shown.path)
        }
        Err(error) => {
            let problems = Problems::of(error, call.words)?;
            show_again(&page(&call, &shown, problems).await?)
        }
    }
}

/// Invites them to the panel, once confirmed.
pub(crate) async fn invite(call: Call) -> Answer {
    let shown = Shown::of(&call).await?;
    if !confirm::is_confirmed(&call) {
        let words = call.words;
        let email = shown.view.contact.details.email.as_shown();
        let why = words.invite_contact_why.replace("{}", email);
        return ask(&call, &shown, ("invite", words.invite_contact, why, false)).await;
    }
    let (caller, id) = (call.person()?, shown.view.contact.id);
    let access = NewPanelAccess::Invite;
    let given = call.portero().give_panel_access(caller, shown.area.id, id, access, None).await;
    call.tell(given, call.words.saved)?;
    go(&shown.path)
}

/// Takes access or invitation away, once confirmed.
pub(crate) async fn withdraw(call: Call) -> Answer {
    let shown = Shown::of(&call).await?;
    if !confirm::is_confirmed(&call) {
        let words = call.words;
        let why = words.withdraw_access_why.to_owned();
        return ask(&call, &shown, ("withdraw", words.withdraw_access, why, true)).await;
    }
    let (caller, id) = (call.person()?, shown.view.contact.id);
    let taken = call.portero().withdraw_panel_access(caller, shown.area.id, id, None).await;
    call.tell(taken, call.words.saved)?;
    go(&shown.path)
}

/// Says what giving or taking access changes.
async fn ask(
    call: &Call,
    shown: &Shown,
    (tail, heading, why, danger): (&str, &'static str, String, bool),
) -> Answer {
    let (caller, needed) = (call.person()?, Permission::ContactsManage);
    call.portero().require(caller, shown.area.id, needed).await?;
    let asked = Asked {
        heading,
        about: shown.view.contact.details.full_name(),
        lines: vec![why],
        action: format!("{}/{tail}", shown.path),
        carried: Vec::new(),
        danger,
        back: shown.path.clone(),
    };
    confirm::ask(call, &shown.area, asked).await
}

/// Deletes them, once confirmed, with the access that they gave.
pub(crate) async fn delete(call: Call) -> Answer {
    let shown = Shown::of(&call).await?;
    if !confirm::is_confirmed(&call) {
        return ask_to_delete(&call, &shown).await;
    }
    let (caller, id) = (call.person()?, shown.view.contact.id);
    let deleted =
        call.portero().delete_contact(caller, shown.area.id, id, Some(call.version()?)).await;
    let list = format!("{}/contacts", shown.area.path);
    let next = if deleted.is_ok() { &list } else { &shown.path };
    call.tell(deleted, call.words.saved)?;
    go(next)
}

/// Says what is lost with them.
async fn ask_to_delete(call: &Call, shown: &Shown) -> Answer {
    let words = call.words;
    let contact = &shown.view.contact;
    let received: Vec<_> = contact.details.notifications.iter().map(words.category).collect();
    let received = match received.as_slice() {
        [] => None,
        _ => Some(words.receives_until_then.replace("{}", &received.join(", "))),
    };
    let access = contacts::access(shown.view.access, words).text;
    let access = format!("{}: {access}", words.panel_access);
    let version = contact.version.as_i64().to_string();
    let version = call.form.typed_or("version", &version);
    let asked = Asked {
        heading: words.delete_contact,
        about: contact.details.full_name(),
        lines: [Some(words.delete_contact_why.to_owned()), received, Some(access)]
            .into_iter()
            .flatten()
            .collect(),
        action: format!("{}/delete", shown.path),
        carried: vec![Field::hidden("version", version)],
        danger: true,
        back: shown.path.clone(),
    };
    confirm::ask(call, &shown.area, asked).await
}

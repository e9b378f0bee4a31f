//! Handing an area over, by offer or at once, and closing it. All of it asks for the password.

use portero_domain::id::UserId;
use portero_domain::model::{MembershipState, OwnershipOffer};
use portero_domain::policy::{Permission, Role};
use portero_domain::port::MemberFilter;
use portero_domain::use_case::{Error, FieldProblem, PageRequest};

use super::{part, proof};
use crate::call::{self, Answer, Area, Call, Stop, go, show_again};
use crate::note::Note;
use crate::problem::Problems;
use crate::view::{Block, Field, FormBlock, Kind, Page};

/// The offer that stands, for the owner and for whom it is made to.
pub(crate) async fn standing_offer(
    call: &Call,
    area: &Area,
) -> Result<Option<OwnershipOffer>, Stop> {
    match call.portero().ownership_offer(call.person()?, area.id).await {
        Ok(view) => Ok(Some(view.offer)),
        Err(Error::NotFound) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

/// Who is to become the owner: a member by their address, however many members there are.
async fn heir(call: &Call, area: &Area) -> Result<UserId, Error> {
    let typed = call.form.get("email").trim();
    let wrong = |refusal| Error::invalid("email", FieldProblem::Address(refusal));
    let address = call.portero().parse_address(typed).map_err(wrong)?;
    let caller = call.caller.as_ref().ok_or(Error::NotSignedIn)?;
    let filter = MemberFilter { state: Some(MembershipState::Active), ..MemberFilter::default() };
    let mut page = PageRequest { after: None, limit: PageRequest::<()>::MOST };
    loop {
        let listed = call.portero().members(caller, area.id, &filter, page).await?;
        if let Some(found) = listed.items.iter().find(|one| one.user.email == address) {
            return Ok(found.user.id);
        }
        page.after = Some(listed.next.ok_or(Error::NotFound)?);
    }
}

/// The page, with what is wrong with the form that leads to `sent`.
async fn page(call: &Call, area: &Area, sent: &str, problems: Problems) -> Result<Page, Stop> {
    let words = call.words;
    let offer = standing_offer(call, area).await?;
    let page = Page::new(call.frame_in(area).await?, words.ownership).lead(words.ownership_lead);
    let form = |heading, tail: &str, line: &str, fields, danger| FormBlock {
        heading,
        lines: vec![line.to_owned()],
        action: format!("{}/ownership/{tail}", area.path),
        fields,
        submit: heading,
        danger,
        ..FormBlock::default()
    };
    let own = &area.entrance.membership;
    let mut forms = Vec::new();
    if let Some(offer) = offer {
        let until = words.offer_stands.replace("{}", &part::minute(offer.expires_at));
        if offer.to == own.user_id {
            let why = words.accept_ownership_why;
            forms.push(form(words.accept_ownership, "accept", why, Vec::new(), false));
        }
        forms.push(form(words.call_off, "call-off", &until, Vec::new(), true));
    }
    if own.role == Role::Owner {
        let again = || proof::field(words);
        let to = || {
            Field::new("email", words.to_whom, Kind::Line("email", "off"))
                .holding(call.form.get("email"))
                .hint(words.heir_email_hint)
        };
        let fields = vec![to(), again()];
        forms.push(form(words.offer_ownership, "offer", words.offer_why, fields, false));
        let fields = vec![to(), again()];
        forms.push(form(words.transfer, "transfer", words.transfer_why, fields, true));
        let name = Field::line("name", words.type_the_name, "off");
        let fields = vec![name.holding(call.form.get("name")), again()];
        forms.push(form(words.close, "close", words.close_why, fields, true));
    }
    let mut problems = Some(problems);
    let sent = format!("{}/ownership/{sent}", area.path);
    let blocks = forms.into_iter().map(|mut form| {
        if form.action == sent
            && let Some(problems) = problems.take()
        {
            problems.put_into(&mut form);
        }
        Block::Form(form)
    });
    Ok(blocks.fold(page, Page::with))
}

/// The page: for the owner, and for whom the area is offered to.
pub(crate) async fn show(call: Call) -> Answer {
    let area = call.area().await?;
    if standing_offer(&call, &area).await?.is_none() {
        let needed = Permission::AccountTransferOwnership;
        call.portero().require(call.person()?, area.id, needed).await?;
    }
    call::show(&page(&call, &area, "", Problems::default()).await?)
}

/// Goes on where it was done, or shows the page again with what is wrong.
async fn after(
    call: &Call,
    area: &Area,
    sent: &str,
    done: Result<&'static str, Error>,
    path: &str,
) -> Answer {
    match done {
        Ok(said) => {
            call.note(Note::Done(said));
            go(path)
        }
        Err(error) => {
            let problems = problems(call, sent, error)?;
            show_again(&page(call, area, sent, problems).await?)
        }
    }
}

/// What is wrong, in the words of the form it was sent by.
fn problems(call: &Call, sent: &str, error: Error) -> Result<Problems, Stop> {
    let words = call.words;
    let mut problems = Problems::default();
    match (sent, &error) {
        ("offer" | "transfer", Error::NotFound) => {
            problems.add("email", words.no_heir.to_owned());
        }
        ("offer" | "transfer", Error::BadCredentials) => {
            problems.add("password", words.wrong_password.to_owned());
        }
        _ => return Problems::of(error, words),
    }
    Ok(problems)
}

/// The caller as the store knows them after a proof: the session's new instant counts.
async fn offered(call: &Call, area: &Area) -> Result<&'static str, Error> {
    proof::prove(call).await?;
    let caller = call.caller_again().await?;
    call.portero().offer_ownership(&caller, area.id, heir(call, area).await?).await?;
    Ok(call.words.is_offered)
}

/// Offers the area to a member, who has yet to accept.
pub(crate) async fn offer(call: Call) -> Answer {
    let area = call.area_for(Permission::AccountTransferOwnership).await?;
    let done = offered(&call, &area).await;
    after(&call, &area, "offer", done, &format!("{}/ownership", area.path)).await
}

async fn transferred(call: &Call, area: &Area) -> Result<&'static str, Error> {
    proof::prove(call).await?;
    let caller = call.caller_again().await?;
    call.portero().transfer_ownership(&caller, area.id, heir(call, area).await?, None).await?;
    Ok(call.words.is_transferred)
}

/// Hands the area over at once.
pub(crate) async fn transfer(call: Call) -> Answer {
    let area = call.area_for(Permission::AccountTransferOwnership).await?;
    let done = transferred(&call, &area).await;
    after(&call, &area, "transfer", done, &area.path).await
}

async fn closed(call: &Call, area: &Area) -> Result<&'static str, Error> {
    proof::prove(call).await?;
    let caller = call.caller_again().await?;
    call.portero().close_account(&caller, area.id, None).await?;
    Ok(call.words.is_closed)
}

/// Closes the area for good, with its name typed.
pub(crate) async fn close(call: Call) -> Answer {
    let area = call.area_for(Permission::AccountClose).await?;
    if call.form.get("name").trim() != area.entrance.account.name.as_str() {
        let mut problems = Problems::default();
        problems.add("name", call.words.wrong_area_name.to_owned());
        return show_again(&page(&call, &area, "close", problems).await?);
    }
    let done = closed(&call, &area).await;
    after(&call, &area, "close", done, "/areas").await
}

/// Accepts the offer.
pub(crate) async fn accept(call: Call) -> Answer {
    let area = call.area().await?;
    let accepted = call.portero().accept_ownership(call.person()?, area.id).await;
    let done = accepted.map(|_| call.words.is_transferred);
    after(&call, &area, "accept", done, &area.path).await
}

/// Calls the offer off, from either side.
pub(crate) async fn call_off(call: Call) -> Answer {
    let area = call.area().await?;
    let done = call.portero().call_off_ownership(call.person()?, area.id).await;
    let done = done.map(|()| call.words.is_called_off);
    after(&call, &area, "call-off", done, &area.path).await
}

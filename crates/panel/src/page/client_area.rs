//! A client's own area: their sites, and what they may do on each (D12, D19).

use portero_domain::id::AccountId;
use portero_domain::model::{Line, Name};
use portero_domain::port::AssignedSite;
use portero_domain::use_case::ClientAreaView;
use url::Url;

use crate::call::{self, Answer, Call};
use crate::switcher;
use crate::view::{Block, Frame, Listing, Page};
use crate::words::Words;

/// The page. One that is suspended says so, and whom to ask (D22).
pub(crate) async fn show(call: Call) -> Answer {
    let id = AccountId::from_uuid(call.id("account")?);
    let view = call.portero().client_area(call.person()?, id).await?;
    let frame = Frame {
        area: Some((switcher::path(id), view.account_name.as_str().to_owned())),
        areas: call.areas_to_enter().await?,
        ..call.frame()
    };
    call::show(&page(frame, &view))
}

/// What a client sees: the same for whoever looks with their eyes (D24).
pub(super) fn page(frame: Frame, view: &ClientAreaView) -> Page {
    let words = frame.words;
    let own = words.client_side;
    let page = Page::new(frame, view.account_name.as_str());
    if view.sites.is_empty() {
        return page.with(Block::Text(own.no_sites, vec![own.no_sites_why.to_owned()]));
    }
    let sites = view.sites.iter().map(|one| Block::Listing(site(one, words)));
    sites.fold(page.lead(own.area_lead), Page::with)
}

fn site(one: &AssignedSite, words: &Words) -> Listing {
    let details = &one.site.details;
    let own = words.client_side;
    let place = details.url.as_ref().or(details.domain.as_ref()).map_or("", Line::as_str);
    let alias = details.alias.as_ref().map(Name::as_str);
    let heading = match alias {
        Some(alias) => format!("{} ({alias})", details.name.as_str()),
        None => details.name.as_str().to_owned(),
    };
    Listing {
        heading,
        place: place.to_owned(),
        link: leading_to(place).unwrap_or_default(),
        lead: own.may_here,
        items: one.assignment.permissions.iter().map(words.site_permission).collect(),
        empty: own.may_nothing_here,
    }
}

/// Where a place leads that someone typed: to a web page, or nowhere.
fn leading_to(place: &str) -> Option<String> {
    let url = Url::parse(place).ok()?;
    ["http", "https"].contains(&url.scheme()).then(|| url.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_can_be_followed() {
        assert_eq!(leading_to("https://tienda.es").as_deref(), Some("https://tienda.es/"));
        for typed in ["tienda.es", "javascript:alert(1)", "data:text/html,x", "file:///etc", ""] {
            assert_eq!(leading_to(typed), None, "{typed}");
        }
    }
}
